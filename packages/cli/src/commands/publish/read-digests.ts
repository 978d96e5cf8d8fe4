import { relative, sep } from 'node:path';
import { readRunFile } from '@stackbench/engine';
import { digestRun, type RunDigest } from '@stackbench/report';
import { listRunFiles } from '../../files/list-run-files.ts';

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
