import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readRunFile } from '@stackbench/engine';
import { BenchError } from '@stackbench/model';
import { digestRun, type RunDigest } from '@stackbench/report';

/**
 * What is published of each run file below `folder`/runs. One file is in memory at a time.
 * @throws BenchError when the folder cannot be read, or holds a file that is no run file
 */
export async function readDigests(folder: string): Promise<RunDigest[]> {
  const digests: RunDigest[] = [];
  for (const path of await listRunFiles(folder)) {
    const name = relative(folder, path).split(sep).join('/');
    digests.push(digestRun(name, await readRunFile(path)));
  }
  return digests;
}

async function listRunFiles(folder: string): Promise<string[]> {
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
