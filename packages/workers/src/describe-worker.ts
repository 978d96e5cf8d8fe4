import { type Description, descriptionSchema } from '@stackbench/model';
import type { WorkerFailure } from './answer.ts';
import type { DiscoverOptions } from './runner.ts';
import { startWorker, type Worker } from './start-worker.ts';
import type { WorkerCommand } from './worker-command.ts';

/** Starts a worker, and ends it with its whole tree once `use` is done, whatever becomes of that. */
export async function withWorker<T>(
  command: WorkerCommand,
  use: (worker: Worker) => Promise<T>,
): Promise<T> {
  const worker = startWorker(command);
  try {
    return await use(worker);
  } finally {
    await worker.stop();
  }
}

/** What a worker said of itself, or why it said nothing. */
export type Described = { ok: true; description: Description } | WorkerFailure;

/** Has a worker describe itself and its device, in a process of its own. Never rejects. */
export async function describeWorker(
  command: WorkerCommand,
  options: DiscoverOptions,
): Promise<Described> {
  return withWorker(command, async (worker) => {
    const answer = await worker.ask({ do: 'describe' }, descriptionSchema, options);
    return answer.ok ? { ok: true, description: answer.result } : answer;
  });
}
