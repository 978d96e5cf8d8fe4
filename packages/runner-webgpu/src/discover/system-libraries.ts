import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '@stackbench/workers';

const folders: readonly string[] = [
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/lib64',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
];

/**
 * The LD_LIBRARY_PATH with which `library` is found: unchanged where the system has it, else with
 * `fallback` at its end.
 */
export function libraryPathFor(
  library: string,
  fallback: string,
  env: Environment,
): string | undefined {
  const current = env['LD_LIBRARY_PATH'];
  const own = current?.split(delimiter).filter((folder) => folder !== '') ?? [];
  if ([...own, ...folders].some((folder) => existsSync(join(folder, library)))) return current;
  return [...own, fallback].join(delimiter);
}
