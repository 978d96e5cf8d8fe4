import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import {
  askSlurm,
  lastWordOf,
  logName,
  type ShardProgress,
  type ShardState,
  stateOfShard,
  type Submission,
} from '@stackbench/fleet';
import type { FleetMatrix } from './fleet-matrix.ts';
import { readProgress } from './read-progress.ts';

/** A shard of a matrix, as it stands. */
export interface FleetShard {
  progress: ShardProgress;
  state: ShardState;
  log: string;
}

export interface FleetShards {
  shards: readonly FleetShard[];
  /** Why the queue could not be asked; null where it was, or nothing is in it. */
  problem: string | null;
}

/** Where every shard stands, by its file, its log and the queue. */
export async function readShards(
  { matrix, results, folder }: FleetMatrix,
  jobs: readonly Submission[],
  signal: AbortSignal,
): Promise<FleetShards> {
  const { tasks, problem } = await askSlurm(jobs, process.env, signal);
  const submitted = new Set(jobs.flatMap(({ shards }) => shards));
  const shards = (await readProgress(matrix, results)).map((progress) => {
    const { index, isComplete } = progress;
    const log = join(folder, logName(index));
    const state = stateOfShard({
      progress,
      wasSubmitted: submitted.has(index),
      task: tasks.get(index),
      lastWord: isComplete || !submitted.has(index) ? null : lastWordOf(readLog(log)),
    });
    return { progress, state, log };
  });
  return { shards, problem };
}

/** Empty where a shard has not begun. */
function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
