import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';

/**
 * The paths of all run files below `folder`/runs, sorted.
 * @throws BenchError when the folder cannot be read
 */
export async function listRunFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new BenchError(`The folder ${folder} cannot be read: ${(cause as Error).message}`, {
      cause,
      fix: 'Name the folder that holds runs/ with --results.',
    });
  });
  if (!entries.some((entry) => entry.name === 'runs')) return [];
  const found = await readdir(join(folder, 'runs'), { withFileTypes: true, recursive: true });
  return found
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.jsonl'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
