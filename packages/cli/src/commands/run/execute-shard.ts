import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findShard, isFinished, readMatrix, readRunFile, whyForeign } from '@stackbench/engine';
import { BenchError, type Matrix, type Run, type Shard, shardFile } from '@stackbench/model';
import { escapeControl } from '@stackbench/report';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { shortenPath } from '../../user-paths.ts';
import type { Context } from '../command.ts';
import { describeShard } from './describe-shard.ts';
import { lockShard } from './lock-shard.ts';
import { measure } from './measure.ts';
import type { ShardOptions } from './options.ts';
import { findOwnDevices } from './own-devices.ts';
import { openShardFile } from './open-shard-file.ts';
import { prepareShard } from './prepare-shard.ts';
import { withDevices } from './with-devices.ts';

/**
 * `pnpm bench run --plan MATRIX --shard I`: measures it, or what its file does not have yet. Whoever starts it again
 * need not know how far it came.
 */
export async function executeShard(
  options: ShardOptions,
  { terminal, argv }: Context,
): Promise<ExitCode> {
  const { err } = terminal;
  const matrix = await readMatrix(options.matrix);
  const shard = findShard(matrix, options.index);
  const path = join(options.results, 'shards', shardFile(matrix.matrixId, shard.index));
  const sayComplete = () => {
    const name = escapeControl(shortenPath(path));
    err.write(`Shard ${shard.index} is complete: nothing is left to measure. ${name}\n`);
    return exitCodes.done;
  };
  if (isWhole(await readEarlier(path, matrix, shard))) return sayComplete();
  return withDevices(options.wait, terminal, async ({ locks, signal, leaveInterrupts }) => {
    await lockShard(locks, path, shard.index);
    if (signal.aborted) return exitCodes.interrupted;
    const earlier = await readEarlier(path, matrix, shard);
    // By whom this one waited for.
    if (isWhole(earlier)) return sayComplete();
    await locks.reserve(await findOwnDevices(matrix.tunables));
    if (signal.aborted) return exitCodes.interrupted;
    const prepared = await prepareShard(matrix, shard, signal, async (stacks) => {
      await locks.take(stacks);
    });
    if (signal.aborted) return exitCodes.interrupted;
    const present = prepared.plan.stacks.map(({ stack }) => stack).filter((each) => each.available);
    locks.keepOnly(present);
    if (!options.quiet) err.write(describeShard(matrix, shard, prepared, process.env, err));
    const opened = await openShardFile({ matrix, shard, prepared, path, earlier, argv, signal });
    if (opened === null) return exitCodes.interrupted;
    if (opened.note !== null) err.write(`${escapeControl(opened.note)}\n`);
    leaveInterrupts();
    const { plan } = prepared;
    return measure({ plan, finished: opened.finished }, opened.file, options, terminal);
  });
}

function isWhole(run: Run | null): boolean {
  return run !== null && isFinished(run);
}

/** @throws BenchError where something else lies in the place of the shard's file */
async function readEarlier(path: string, matrix: Matrix, shard: Shard): Promise<Run | null> {
  if (!existsSync(path)) return null;
  const run = await readRunFile(path);
  const records = new Map(matrix.cases.map((record) => [record.id, record]));
  const reason = whyForeign(matrix, shard, run, records);
  if (reason === null) return run;
  const { matrixId } = matrix;
  throw new BenchError(
    `${path} holds something else than shard ${shard.index} of ${matrixId}: ${reason}`,
    { fix: 'Give the matrix as it was planned, or move that file away.' },
  );
}
