import { join } from 'node:path';
import process from 'node:process';
import type { Environment } from '@stackbench/workers';
import { isExecutable } from './folders.ts';
import { searchPath } from './search-path.ts';

/** The first of `names` on PATH or, after it, in `folders`; null when there is none. */
export function findExecutable(
  names: readonly string[],
  env: Environment,
  folders: readonly string[] = [],
): string | null {
  const searched = [...searchPath(env), ...folders];
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return (
    names
      .flatMap((name) => searched.map((folder) => join(folder, name + suffix)))
      .find(isExecutable) ?? null
  );
}
