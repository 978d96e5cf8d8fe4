import { type Environment, runTool } from '@stackbench/workers';
import { parseAccounting, sacctArguments } from './accounting.ts';
import { parseQueue, squeueArguments } from './queue.ts';
import { slurmEnvironment } from './slurm-environment.ts';
import type { Submission } from './submissions.ts';
import type { SlurmTask } from './task.ts';

export interface SlurmAnswer {
  /** By shard: of a task submitted twice, what the later job says. */
  tasks: ReadonlyMap<number, SlurmTask>;
  /** Why the queue could not be asked; null when it was. */
  problem: string | null;
}

const timeoutMs = 60_000;

/** What Slurm knows of the submitted shards. Accounting, which not every cluster has, is asked for what the queue forgot. */
export async function askSlurm(
  jobs: readonly Submission[],
  env: Environment,
  signal?: AbortSignal,
): Promise<SlurmAnswer> {
  const options = { timeoutMs, env: slurmEnvironment(env), signal };
  const tasks = new Map<number, SlurmTask>();
  let problem: string | null = null;
  for (const { id, cluster, shards } of jobs) {
    const which = [`--jobs=${id}`, ...(cluster === null ? [] : [`--clusters=${cluster}`])];
    const queue = await runTool('squeue', [...squeueArguments, ...which], options);
    // The only thing that it knows no words but an error for.
    const isForgotten = !queue.ok && queue.stderr.includes('Invalid job id');
    if (!queue.ok && !isForgotten) problem = queue.stderr.trim() || `squeue ${queue.reason}`;
    const queued = parseQueue(queue.stdout);
    const forgotten = shards.length > queued.length;
    const accounts = forgotten
      ? await runTool('sacct', [...sacctArguments, ...which], options)
      : null;
    // What was taken over by this job is no longer what an earlier one says.
    for (const shard of shards) tasks.delete(shard);
    for (const task of [...parseAccounting(accounts?.ok ? accounts.stdout : ''), ...queued]) {
      tasks.set(task.shard, task);
    }
  }
  return { tasks, problem };
}
