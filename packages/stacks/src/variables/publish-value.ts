import { homeFolder } from '../home-folder.ts';

const secretName = /TOKEN|KEY|SECRET|PASS|CREDENTIAL|AUTH/i;
/** `https://user:password@host` */
const secretValue = /:\/\/[^/\s]*@/;
/** The serial number of a GPU, or of a part of one. */
const serialNumber = /\b(GPU|MIG)-[\da-f]{8}[-/\da-f]*/gi;

/** Whether a variable's value could be anybody's secret. */
export function isSecret(name: string, value: string): boolean {
  return secretName.test(name) || secretValue.test(value);
}

/** What stands for a value that is withheld. */
export const withheld = '(set)';

/** A variable's value as it may be published: home folder as `~`, serial numbers and secrets withheld. */
export function publishValue(name: string, value: string, home: string = homeFolder()): string {
  if (isSecret(name, value)) return withheld;
  return hideHome(value, home).replaceAll(serialNumber, '$1-…');
}

/** Wherever in a text the home folder is named. */
function hideHome(text: string, home: string): string {
  if (home === '' || home === '/') return text;
  return text
    .split(home)
    .reduce((before, after) => before + (/^$|^[^\w.-]/.test(after) ? '~' : home) + after);
}
