import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import type { Environment } from './vulkan-manifests.ts';

/** The first of `names` on PATH or, after it, in `folders`; null when there is none. */
export function findExecutable(
  names: readonly string[],
  env: Environment,
  folders: readonly string[] = [],
): string | null {
  const searched = [...(env['PATH'] ?? '').split(delimiter), ...folders];
  const suffixes = process.platform === 'win32' ? ['.exe'] : [''];
  for (const name of names) {
    for (const folder of searched.filter((candidate) => candidate !== '')) {
      for (const suffix of suffixes) {
        const file = join(folder, name + suffix);
        if (isExecutable(file)) return file;
      }
    }
  }
  return null;
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Items whose files are the same file keep only their first. */
export function uniqueByRealPath<T>(items: readonly T[], file: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const real = realpathSync(file(item));
    if (seen.has(real)) return false;
    seen.add(real);
    return true;
  });
}
