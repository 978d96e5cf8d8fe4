import { readSubmissions } from '@stackbench/fleet';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import { fleetStatusDocumentSchema } from '../../json/fleet-status-document.ts';
import { printJson } from '../../json/print-json.ts';
import type { Context } from '../command.ts';
import { type FleetMatrix, readFleetMatrix } from './fleet-matrix.ts';
import { type FleetShards, readShards } from './read-shards.ts';
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
    out.write(given.has('json') ? statusAsJson(fleet, found) : renderStatus(fleet, found, out));
    return exitCodes.done;
  });
}

function statusAsJson({ matrix }: FleetMatrix, { shards, problem }: FleetShards): string {
  return printJson(fleetStatusDocumentSchema, {
    matrixId: matrix.matrixId,
    problem,
    shards: shards.map(({ progress: { index, outcomes, expected }, state, log }) => ({
      index,
      outcomes,
      expected,
      log,
      ...state,
    })),
  });
}
