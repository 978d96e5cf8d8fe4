import { join } from 'node:path';
import { entries } from '../folders.ts';
import { readText } from '../read-text.ts';
import { parseVariables } from './parse-variables.ts';

/** With this value a variable is to be removed. */
const unset = '***unset***';

/**
 * The variables that are declared for a conda environment, in files rather than scripts: by its packages,
 * and over those by `conda env config vars set`. Null for one to be removed.
 */
export function readCondaVariables(prefix: string): Record<string, string | null> {
  const files = entries(join(prefix, 'etc/conda/env_vars.d'));
  const declared = {
    ...Object.assign({}, ...files.map((file) => parseVariables(readText(file)))),
    ...parseVariables(readText(join(prefix, 'conda-meta/state')), 'env_vars'),
  } as Record<string, string>;
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => [name, value === unset ? null : value]),
  );
}
