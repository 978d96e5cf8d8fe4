import { BenchError, type Outcome } from '@stackbench/model';
import type { RunEvent } from '../events.ts';
import type { RunPlan } from '../plan.ts';
import type { Runner } from '@stackbench/workers';
import { createReferences } from '../verification/references.ts';
import { orderLaunch } from './order-launch.ts';
import { outcomeKey } from './outcome-key.ts';
import { runLaunch } from './run-launch.ts';
import { shuffle } from './shuffle.ts';

export interface ExecuteOptions {
  runners: readonly Runner[];
  /** Called in order, as things happen. What it throws ends the run, after its worker was stopped. */
  onEvent?: (event: RunEvent) => void;
  /** Interrupts: the current case becomes `interrupted`, later ones have no outcome. */
  signal?: AbortSignal;
  /** Outcomes of an earlier part of this run, which are not measured again. */
  finished?: readonly Outcome[];
}

/**
 * Carries a plan out: in each round every stack is launched once, in random order, and runs every
 * case. Returns the new outcomes in the order they came.
 * @throws BenchError when a stack has no runner
 */
export async function executeRun(plan: RunPlan, options: ExecuteOptions): Promise<Outcome[]> {
  const { runners, onEvent = () => {}, signal, finished = [] } = options;
  const { stacks, rounds, tunables } = plan;
  const cases = orderLaunch(plan.cases);
  const references = createReferences(tunables);
  const done = new Set(finished.map(outcomeKey));
  const outcomes: Outcome[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const stack of shuffle(stacks, tunables.seed, round)) {
      const left = cases.filter(
        ({ record }) => !done.has(outcomeKey({ case: record.id, stack: stack.id, round })),
      );
      if (left.length === 0 || signal?.aborted === true) continue;
      const runner = runners.find(({ kind }) => kind === stack.kind);
      if (runner === undefined) throw new BenchError(`No runner drives ${stack.kind} stacks`);
      const common = { stack, runner, round, tunables, references };
      outcomes.push(...(await runLaunch({ ...common, cases: left, onEvent, signal })));
    }
  }
  return outcomes;
}
