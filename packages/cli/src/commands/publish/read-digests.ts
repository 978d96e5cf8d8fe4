import { relative, sep } from 'node:path';
import { readRunFile } from '@stackbench/engine';
import { BenchError } from '@stackbench/model';
import { digestRun, type RunDigest, slimOutcome } from '@stackbench/report';
import { type LeftOutFile, listRunFiles } from '../../files/list-run-files.ts';

/**
 * What is published of each run file below `folder`/runs, and which files are none. One file is in
 * memory at a time.
 * @throws BenchError when the folder cannot be read
 */
export async function readDigests(
  folder: string,
): Promise<{ digests: RunDigest[]; leftOut: LeftOutFile[] }> {
  const { paths, leftOut } = await listRunFiles(folder);
  const digests: RunDigest[] = [];
  const broken: LeftOutFile[] = [];
  for (const path of paths) {
    const name = relative(folder, path).split(sep).join('/');
    try {
      digests.push(digestRun(name, await readRunFile(path, slimOutcome)));
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      broken.push({ path, reason: error.message });
    }
  }
  return { digests, leftOut: [...leftOut, ...broken] };
}
