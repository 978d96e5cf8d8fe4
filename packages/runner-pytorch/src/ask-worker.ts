import { type DiscoverOptions, startWorker, type WorkerCommand } from '@stackbench/workers';
import { descriptionSchema, type Facts, inspectionSchema } from '@stackbench/model';

/** What a worker tells, or why it does not. */
export type Told = { ok: true; facts: Facts } | { ok: false; reason: string };

export type Worker = ReturnType<typeof startWorker>;

/** Starts a worker, and ends it with its whole tree once `use` is done. */
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

/** Has a worker describe itself, which imports torch unless it only compiles. */
export async function describeWorker(
  command: WorkerCommand,
  options: DiscoverOptions,
): Promise<Told> {
  return withWorker(command, (worker) => describe(worker, options));
}

/** The same, and which files serve its libraries once they have computed. */
export async function inspectTorch(
  command: WorkerCommand,
  options: DiscoverOptions,
): Promise<Told> {
  return withWorker(command, async (worker) => {
    const described = await describe(worker, options);
    if (!described.ok) return described;
    const inspected = await worker.ask({ do: 'inspect' }, inspectionSchema, options);
    if (!inspected.ok) return inspected;
    return { ok: true, facts: { ...described.facts, ...inspected.result.facts } };
  });
}

async function describe(worker: Worker, options: DiscoverOptions): Promise<Told> {
  const answer = await worker.ask({ do: 'describe' }, descriptionSchema, options);
  return answer.ok ? { ok: true, facts: answer.result.facts } : answer;
}
