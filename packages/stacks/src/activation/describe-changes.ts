import { homeFolder } from '../home-folder.ts';
import { delimiter } from 'node:path';
import type { Environment } from '@stackbench/workers';
import { isSecret, publishValue, withheld } from '../variables/publish-value.ts';
import { isSteering } from '../variables/steering-variables.ts';
import type { Activation } from './activation.ts';

/** Variables that an environment sets for what is started in it, beside those that steer it. */
const usual =
  /^(PATH$|LIBRARY_PATH$|CPATH$|C(PLUS)?_INCLUDE_PATH$|CONDA_|MAMBA_|PIXI_|VIRTUAL_ENV|GCC|GXX|CC$|CXX$|CPP$|LD$|C(XX|PP)?FLAGS$|LDFLAGS$)/i;

/**
 * What activation changed, as it may be published: of a list only what is new, `…` standing for what was
 * there; the home folder as `~`; values that could be anybody's secrets withheld, as `(set)`.
 */
export function describeChanges(
  changes: Activation['changes'],
  before: Environment,
  home: string = homeFolder(),
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      value === null ? '(removed)' : describeValue(name, value, before[name] ?? '', home),
    ]),
  );
}

function describeValue(name: string, value: string, old: string, home: string): string {
  if ((!usual.test(name) && !isSteering(name)) || isSecret(name, value)) return withheld;
  const isList = /PATH$|DIRS$/i.test(name);
  return publishValue(name, isList ? newEntries(value, old) : newWords(value, old), home);
}

/** `/new/bin:…` */
function newEntries(value: string, old: string): string {
  if (old === '') return value;
  const kept = new Set(old.split(delimiter));
  return value
    .split(delimiter)
    .map((entry) => (kept.has(entry) ? '…' : entry))
    .filter((entry, at, all) => entry !== '…' || all[at - 1] !== '…')
    .join(delimiter);
}

/** `-O2 …` */
function newWords(value: string, old: string): string {
  return old.trim() === '' ? value : value.replace(old.trim(), () => '…');
}
