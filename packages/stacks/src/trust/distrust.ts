import { delimiter, dirname, join } from 'node:path';
import type { Environment } from '@stackbench/workers';
import { activationScripts } from '../activation/conda-procedure.ts';
import { entries, resolveLinks } from '../folders.ts';
import type { Problem } from '../problem.ts';
import { named } from '../python/environment-places.ts';
import type { PythonEnvironment } from '../python/python-environment.ts';
import { searchPath } from '../search-path.ts';
import { shortenHome } from '../shorten-home.ts';
import { findOtherWriter } from './find-other-writer.ts';

/** Folders below which everything may be executed, whoever can write there. */
const trustVariable = 'STACKBENCH_TRUST';

/**
 * Why nothing of an environment is executed unasked: others can change its interpreter, its activation scripts
 * or its packages. Null for one that is safe, that is active or on PATH, or that the user has named.
 * @param env the user's own variables
 */
export function distrust(environment: PythonEnvironment, env: Environment): Problem | null {
  const { prefix, interpreter } = environment;
  if (interpreter === null || isAskedFor(environment, env)) return null;
  const executed = [
    interpreter,
    ...entries(join(prefix, 'lib'), /^python3/).map((folder) => join(folder, 'site-packages')),
    ...activationScripts(prefix),
  ];
  for (const file of executed) {
    const other = findOtherWriter(file);
    if (other === null) continue;
    return {
      reason: `Nothing of it is executed unasked, as others can change it: ${shortenHome(other.path)} ${other.how}.`,
      fix: `If you trust them, activate it first, or name its folder in ${trustVariable}.`,
    };
  }
  return null;
}

function isAskedFor({ prefix, interpreter }: PythonEnvironment, env: Environment): boolean {
  const active = [
    ...named(env, 'VIRTUAL_ENV'),
    ...Object.keys(env)
      .filter((name) => /^CONDA_PREFIX(_\d+)?$/.test(name))
      .flatMap((name) => named(env, name)),
    ...searchPath(env).map(dirname),
  ].map(resolveLinks);
  const trusted = named(env, trustVariable)
    .flatMap((folders) => folders.split(delimiter))
    .filter((folder) => folder !== '')
    .map(resolveLinks);
  const isOnPath = interpreter !== null && searchPath(env).includes(dirname(interpreter));
  return (
    isOnPath ||
    active.includes(prefix) ||
    trusted.some((folder) => `${prefix}/`.startsWith(folder.endsWith('/') ? folder : `${folder}/`))
  );
}
