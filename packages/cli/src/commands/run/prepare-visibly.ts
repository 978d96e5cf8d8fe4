import type { Run } from '@stackbench/model';
import { count } from '@stackbench/report';
import { createLiveArea } from '../../progress/live-area.ts';
import type { Output } from '../../terminal/terminal.ts';
import type { Locks } from './locks.ts';
import type { RunOptions } from './options.ts';
import { type Prepared, prepareRun } from './prepare.ts';

/** Finding stacks takes a moment, and longer where something hangs: a terminal says so. */
export async function prepareVisibly(
  options: RunOptions,
  earlier: Run | null,
  signal: AbortSignal,
  locks: Locks,
  output: Output,
): Promise<Prepared> {
  const area = output.isLive && !options.quiet ? createLiveArea(output) : null;
  area?.draw(['Looking for stacks …']);
  try {
    return await prepareRun(options, earlier, signal, async (stacks) => {
      await locks.take(stacks.map(({ stack }) => stack));
      area?.draw([`Looking into ${count(stacks.length, 'stack')} …`]);
    });
  } finally {
    area?.clear();
  }
}
