import { type DiscoverOptions, startWorker, type WorkerCommand } from '@stackbench/engine';
import { descriptionSchema, type Facts, inspectionSchema } from '@stackbench/model';

/** What a worker tells, or why it does not. */
export type Told = { ok: true; facts: Facts } | { ok: false; reason: string };

/** Starts a worker and has it describe itself, which imports torch. */
export async function describeTorch(
  command: WorkerCommand,
  options: DiscoverOptions,
): Promise<Told> {
  const worker = startWorker(command);
  try {
    const answer = await worker.ask({ do: 'describe' }, descriptionSchema, options);
    return answer.ok ? { ok: true, facts: answer.result.facts } : answer;
  } finally {
    await worker.stop();
  }
}

/** The same, and which files serve its libraries once they have computed. */
export async function inspectTorch(
  command: WorkerCommand,
  options: DiscoverOptions,
): Promise<Told> {
  const worker = startWorker(command);
  try {
    const described = await worker.ask({ do: 'describe' }, descriptionSchema, options);
    if (!described.ok) return described;
    const inspected = await worker.ask({ do: 'inspect' }, inspectionSchema, options);
    if (!inspected.ok) return inspected;
    return { ok: true, facts: { ...described.result.facts, ...inspected.result.facts } };
  } finally {
    await worker.stop();
  }
}
