import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

/** Debian's home of those who have none: nothing is found there, and nothing lies below it. */
const noHome = '/nonexistent';

/** The home folder, or of a user without HOME and without an entry in passwd a place that is not there. */
export function homeFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const { HOME } = env;
  if (HOME !== undefined && isAbsolute(HOME)) return HOME;
  try {
    // An empty HOME is believed by homedir, and would make of the home whatever folder one stands in.
    const home = homedir();
    return isAbsolute(home) ? home : userInfo().homedir;
  } catch {
    return noHome;
  }
}

/** Whether there is one. */
export function hasHome(home: string): boolean {
  return home !== noHome;
}

/** The user's name; empty of one without an entry in passwd. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
