import { join } from 'node:path';
import { gatherShards, type Gathering } from '@stackbench/engine';
import { formatRanges } from '@stackbench/fleet';
import { BenchError, type GatheredNode, type Matrix } from '@stackbench/model';
import { count, escapeControl } from '@stackbench/report';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import type { Output } from '../../terminal/terminal.ts';
import { shortenPath } from '../../user-paths.ts';
import type { Context } from '../command.ts';
import { adviseOnForeign } from './advise-on-foreign.ts';
import { type FleetMatrix, readFleetMatrix } from './fleet-matrix.ts';
import { findMissing, lockSubmissions, submit } from './submit-missing.ts';

/** `pnpm bench fleet gather MATRIX` */
export async function executeGather(
  names: readonly string[],
  given: Given,
  context: Context,
): Promise<ExitCode> {
  return stoppable((signal) => gather(names, given, context, signal));
}

async function gather(
  names: readonly string[],
  given: Given,
  { terminal: { out, err } }: Context,
  signal: AbortSignal,
): Promise<ExitCode> {
  const fleet = await readFleetMatrix(names, given);
  const { matrix, results } = fleet;
  const shards = join(results, 'shards');
  const path = join(results, 'runs', `${matrix.matrixId}.jsonl`);
  const gathering = await gatherShards(matrix, shards, path, signal);
  if (gathering === null) return exitCodes.interrupted;
  for (const file of gathering.strangers) {
    err.write(`Left out ${escapeControl(join(matrix.matrixId, file))}: no shard of the matrix\n`);
  }
  if (gathering.missing.length > 0) {
    const refusal = notWhole(fleet, gathering);
    if (!given.has('resubmit')) throw refusal;
    err.write(`${escapeControl(refusal.message)}\n`);
    return resubmit(fleet, out, signal);
  }
  out.write(describeGathered(matrix, gathering, path));
  return exitCodes.done;
}

/** Nothing is gathered yet, so that a script may ask again until something is. */
async function resubmit(fleet: FleetMatrix, out: Output, signal: AbortSignal): Promise<ExitCode> {
  const unlock = lockSubmissions(fleet);
  try {
    const missing = await findMissing(fleet, {}, signal);
    if (signal.aborted) return exitCodes.interrupted;
    out.write(
      missing.shards.length === 0
        ? 'Nothing to submit: what is missing is in the queue.\n'
        : await submit(fleet, missing),
    );
    return exitCodes.nothingMeasured;
  } finally {
    unlock();
  }
}

const mostNamed = 12;

function notWhole(
  { matrix: { shards }, path, words }: FleetMatrix,
  { missing }: Gathering,
): BenchError {
  const isForeign = missing.some((each) => each.isForeign);
  const reasons = [...Map.groupBy(missing, ({ reason }) => reason)];
  const named = reasons.slice(0, mostNamed).map(([reason, group]) => {
    const ranges = formatRanges(group.map(({ index }) => index)).split(',');
    return `${toList(ranges)} (${reason})`;
  });
  const more = reasons.slice(mostNamed).reduce((sum, [, group]) => sum + group.length, 0);
  return new BenchError(
    `Nothing was gathered, as ${missing.length} of ${count(shards.length, 'shard')} are missing: ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
    {
      fix: isForeign
        ? adviseOnForeign(path)
        : `Measure each: pnpm bench run --plan ${words} --shard ${missing[0]?.index}; or on Slurm: pnpm bench fleet submit ${words} --slurm`,
    },
  );
}

function describeGathered(
  { shards }: Matrix,
  { nodes, outcomes }: Gathering,
  path: string,
): string {
  const odd = nodes.filter((node) => node.odd !== undefined);
  return [
    `Gathered ${count(shards.length, 'shard')} of ${count(nodes.length, 'node')}: ${count(outcomes, 'outcome')}.`,
    ...describeShared(nodes),
    ...odd.map(describeOdd),
    `Run file  ${escapeControl(shortenPath(path))}`,
    '',
  ].join('\n');
}

/** A line for each machine that several nodes are. */
function describeShared(nodes: readonly GatheredNode[]): string[] {
  const machines = nodes.flatMap(({ token, sharesMachineWith = [] }) =>
    sharesMachineWith.length === 0 ? [] : [toList([token, ...sharesMachineWith].toSorted())],
  );
  return [...new Set(machines)].map(
    (tokens) =>
      `One machine is nodes ${tokens}: what they measured at the same time disturbed each other.`,
  );
}

function toList(words: readonly string[]): string {
  return words.slice(0, mostNamed).join(', ') + (words.length > mostNamed ? ', …' : '');
}

function describeOdd({ token, shards, odd }: GatheredNode): string {
  const named = shards.slice(0, mostNamed).join(', ');
  const more = shards.length - mostNamed;
  return `Odd node ${token} (shards ${named}${more > 0 ? `, and ${more} more` : ''}): ${escapeControl(odd ?? '')}`;
}
