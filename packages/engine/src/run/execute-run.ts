import process from 'node:process';
import type { Outcome, Stack } from '@stackbench/model';
import {
  type GpuMonitor,
  type HostMonitor,
  openGpuMonitor,
  openHostMonitor,
} from '@stackbench/stacks';
import { prepareMedianInterval } from '@stackbench/statistics';
import type { RunEvent } from '../events.ts';
import { createProgramRegister } from '../measurement/program-register.ts';
import type { RunPlan } from '../plan.ts';
import { createReferences } from '../verification/references.ts';
import { orderLaunch } from './order-launch.ts';
import { outcomeKey } from './outcome-key.ts';
import { runLaunch } from './run-launch.ts';
import { orderStacks } from './order-stacks.ts';
import { createPatience } from './patience.ts';

export interface ExecuteOptions {
  /** Called in order, as things happen. What it throws ends the run, after its worker was stopped. */
  onEvent?: (event: RunEvent) => void;
  /** Keeps an outcome, before it is told of and the next case begins. What it throws ends the run likewise. */
  keep?: (outcome: Outcome) => Promise<void>;
  /** Interrupts: the current case becomes `interrupted`, later ones have no outcome. */
  signal?: AbortSignal;
  /** Outcomes of an earlier part of this run, which are not measured again. */
  finished?: readonly Outcome[];
  /** What tells of the GPU of a stack; default: nvidia-smi, where it is. */
  openMonitor?: (stack: Stack) => GpuMonitor | null;
  /** What tells of the processors; default: this machine's. */
  hostMonitor?: HostMonitor;
}

/**
 * Carries a plan out: in each round every stack is launched once, in random order, and runs every
 * case. Returns the new outcomes in the order they came.
 */
export async function executeRun(plan: RunPlan, options: ExecuteOptions = {}): Promise<Outcome[]> {
  const { onEvent = () => {}, keep = async () => {}, signal, finished = [] } = options;
  const { openMonitor = (stack) => openGpuMonitor(stack, process.env) } = options;
  const { hostMonitor = openHostMonitor() } = options;
  const { stacks, rounds, tunables } = plan;
  prepareMedianInterval();
  const cases = orderLaunch(plan.cases);
  const references = createReferences(tunables);
  const programs = createProgramRegister();
  const patience = createPatience(tunables);
  const done = new Set(finished.map(outcomeKey));
  const outcomes: Outcome[] = [];
  const { orderSeed = tunables.seed } = tunables;
  for (let round = 0; round < rounds; round++) {
    for (const { stack, driver } of orderStacks(stacks, orderSeed, round)) {
      const left = cases.filter(
        ({ record }) => !done.has(outcomeKey({ case: record.id, stack: stack.id, round })),
      );
      if (left.length === 0 || signal?.aborted === true) continue;
      const common = {
        stack,
        driver,
        round,
        tunables,
        references,
        programs,
        patience,
        openMonitor,
        hostMonitor,
      };
      outcomes.push(...(await runLaunch({ ...common, cases: left, onEvent, keep, signal })));
    }
  }
  return outcomes;
}
