import { readSubmissions } from '@stackbench/fleet';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import type { Context } from '../command.ts';
import { readFleetMatrix } from './fleet-matrix.ts';
import { readShards } from './read-shards.ts';
import { renderStatus } from './render-status.ts';

/** `pnpm bench fleet status MATRIX` */
export async function executeStatus(
  names: readonly string[],
  given: Given,
  { terminal: { out } }: Context,
): Promise<ExitCode> {
  const fleet = await readFleetMatrix(names, given);
  const jobs = readSubmissions(fleet.submissions, fleet.matrix.matrixId);
  return stoppable(async (signal) => {
    const found = await readShards(fleet, jobs, signal);
    if (signal.aborted) return exitCodes.interrupted;
    out.write(renderStatus(fleet, found, out));
    return exitCodes.done;
  });
}
