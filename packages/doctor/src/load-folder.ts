import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installation } from '@stackbench/installation';

const { moduleExtension } = installation;

/** What each file of a folder exports under `name`, in the order of the files' names: there is no other list. */
export async function loadFolder<T>(folder: string, name: string): Promise<T[]> {
  const path = join(import.meta.dirname, folder);
  const files = (await readdir(path)).filter((file) => file.endsWith(moduleExtension)).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const module = (await import(pathToFileURL(join(path, file)).href)) as Record<string, T>;
      return module[name]!;
    }),
  );
}
