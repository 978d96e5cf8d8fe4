import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Run } from '@stackbench/model';

/** A run as its file has it. */
export function runText({ header, outcomes, footer }: Run): string {
  const lines = [
    header,
    ...outcomes.map((outcome) => ({ type: 'outcome', ...outcome })),
    ...(footer === null ? [] : [footer]),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Writes a made-up run, and the folders that its file lies in. */
export async function writeRun(path: string, run: Run): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, runText(run));
  return path;
}
