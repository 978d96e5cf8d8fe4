import { relative, sep } from 'node:path';
import { readRunFile } from '@stackbench/engine';
import { BenchError } from '@stackbench/model';
import { digestRun, type Finding, type RunDigest, slimOutcome } from '@stackbench/report';
import { type LeftOutFile, listRunFiles } from '../../files/list-run-files.ts';
import type { LinkedScan } from './scan-linked.ts';

export interface ReadDigests {
  digests: RunDigest[];
  /** What is no run file. */
  leftOut: LeftOutFile[];
  /** What is private in the run files, which are published, too. */
  findings: Finding[];
}

/**
 * What is published of each run file below `folder`/runs, and which files are none. One file is in
 * memory at a time.
 * @throws BenchError when the folder cannot be read
 */
export async function readDigests(folder: string, scan: LinkedScan): Promise<ReadDigests> {
  const { paths, leftOut } = await listRunFiles(folder);
  const digests: RunDigest[] = [];
  const broken: LeftOutFile[] = [];
  const findings: Finding[] = [];
  for (const path of paths) {
    const name = relative(folder, path).split(sep).join('/');
    try {
      const seen = scan.open(name);
      const run = await readRunFile(path, { keep: slimOutcome, see: (line) => seen.see(line) });
      digests.push(digestRun(name, run));
      findings.push(...(await seen.finish()));
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      broken.push({ path, reason: error.message });
    }
  }
  return { digests, leftOut: [...leftOut, ...broken], findings };
}
