import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { folderFiles, readSetup } from './read-setup.ts';
import type { Setup } from './setup.ts';

/**
 * The setups in a folder, by name: each a file, or a folder with one in it.
 * @throws BenchError for one that is wrong, or two of one name
 */
export async function findSetups(folder: string): Promise<Setup[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return /\.(txt|ya?ml)$/.test(entry.name) ? [path] : [];
      const inside = folderFiles.map((name) => join(path, name)).find((file) => existsSync(file));
      return inside === undefined ? [] : [inside];
    });
  const setups = (await Promise.all(files.map(readSetup))).toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
  const twice = setups.find(({ name }, at) => setups[at + 1]?.name === name);
  if (twice !== undefined) {
    throw new BenchError(`There are two setups named '${twice.name}' in ${folder}`, {
      fix: 'Rename one of the files.',
    });
  }
  return setups;
}
