import { delimiter, join } from 'node:path';
import process from 'node:process';
import type { Environment } from './environment.ts';
import { isExecutable } from './folders.ts';

/** The first of `names` on PATH or, after it, in `folders`; null when there is none. */
export function findExecutable(
  names: readonly string[],
  env: Environment,
  folders: readonly string[] = [],
): string | null {
  const searched = [...(env['PATH'] ?? '').split(delimiter), ...folders];
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const name of names) {
    for (const folder of searched.filter((candidate) => candidate !== '')) {
      const file = join(folder, name + suffix);
      if (isExecutable(file)) return file;
    }
  }
  return null;
}
