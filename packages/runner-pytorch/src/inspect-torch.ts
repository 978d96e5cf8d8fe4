import { descriptionSchema, type Facts, inspectionSchema } from '@stackbench/model';
import {
  clockFacts,
  type DiscoverOptions,
  type Failed,
  withSaid,
  withWorker,
  type WorkerCommand,
} from '@stackbench/workers';

/** What a worker tells of itself, and which files serve its libraries once they have computed. */
export async function inspectTorch(
  command: WorkerCommand,
  options: DiscoverOptions,
): Promise<{ ok: true; facts: Facts } | Failed> {
  return withWorker(command, async (worker) => {
    const described = await worker.ask({ do: 'describe' }, descriptionSchema, options);
    if (!described.ok) return withSaid(described);
    const inspected = await worker.ask({ do: 'inspect' }, inspectionSchema, options);
    if (!inspected.ok) return withSaid(inspected);
    const { facts, clock } = described.result;
    return { ok: true, facts: { ...facts, ...clockFacts(clock), ...inspected.result.facts } };
  });
}
