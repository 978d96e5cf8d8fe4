import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { currentSurroundings } from '@stackbench/engine';
import { BenchError } from '@stackbench/model';
import {
  provideClient,
  count,
  escapeControl,
  refusePrivate,
  renderPublication,
} from '@stackbench/report';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import type { LeftOutFile } from '../../files/list-run-files.ts';
import { writeFiles } from '../../files/write-files.ts';
import { findResultsFolder } from '../../user-paths.ts';
import type { Context } from '../command.ts';
import { growHeapSlowly } from './grow-heap-slowly.ts';
import { readDigests } from './read-digests.ts';
import { LinkedScan } from './scan-linked.ts';

/** `pnpm bench publish` */
export async function executePublishCommand(
  given: Given,
  { terminal }: Context,
): Promise<ExitCode> {
  growHeapSlowly();
  const folder = findResultsFolder(given.one('results'));
  const surroundings = currentSurroundings();
  const allowed = new Set(given.all('allow'));
  const [{ digests, leftOut, findings }, readme, client] = await Promise.all([
    readDigests(folder, new LinkedScan(surroundings, allowed)),
    readIfThere(join(folder, 'README.md')),
    provideClient(),
  ]);
  terminal.err.write(describeLeftOut(folder, leftOut));
  if (digests.length === 0 && leftOut.length > 0) {
    throw new BenchError(`Nothing was published, as no run file below ${folder} can be read`, {
      fix: "Run 'pnpm bench', or name another folder with --results.",
    });
  }
  const files = renderPublication({ digests, readme, client, surroundings, allowed });
  refusePrivate(findings);
  await writeFiles(folder, files);
  const paths = [...files.keys()].map((name) => `  ${join(folder, name)}`);
  terminal.out.write(`Published ${count(digests.length, 'run')}:\n${paths.join('\n')}\n`);
  return exitCodes.done;
}

function describeLeftOut(folder: string, leftOut: readonly LeftOutFile[]): string {
  return leftOut
    .map(({ path, reason }) => {
      const name = relative(folder, path);
      return `Left out ${escapeControl(name)}: ${escapeControl(reason.replace(`${path}, `, ''))}\n`;
    })
    .join('');
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
