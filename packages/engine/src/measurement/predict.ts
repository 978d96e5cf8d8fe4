import type { KernelVariant } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import { failed, type Failed } from '../worker/answer.ts';
import type { LaunchContext } from './context.ts';
import type { History, SeenSpeed } from './history.ts';

/** Repetitions besides the samples: two for verification and one more to warm up. */
const extraRepetitions = 3;

/** Device time of one repetition, in nanoseconds, judged by what ran before; null when nothing did. */
export function predictRepetitionNs(
  history: History,
  planned: PlannedCase,
  variant: string,
): number | null {
  const basis = history.basis(planned, variant);
  return basis === undefined ? null : (planned.record.flops / basis.flops) * basis.repetitionNs;
}

/** Why `variant` would overrun the budget of a case; null when it would not, or nobody knows. */
export function predictOverrun(
  { history, stack, tunables }: Pick<LaunchContext, 'history' | 'stack' | 'tunables'>,
  planned: PlannedCase,
  variant: KernelVariant,
): Failed | null {
  const buildMs = variant.gpuTile === true && stack.software ? tunables.softwareTileBuildMs : 0;
  const basis = history.basis(planned, variant.name);
  const repetitionNs = predictRepetitionNs(history, planned, variant.name);
  const repetitionMs = (repetitionNs ?? 0) / 1e6;
  const runMs =
    repetitionNs === null
      ? 0
      : extraRepetitions * repetitionMs + Math.max(repetitionMs, tunables.minDeviceMs);
  if (buildMs + runMs <= tunables.caseBudgetMs) return null;
  const seconds = Math.ceil((buildMs + runMs) / 1000);
  const ground =
    buildMs > 0 || basis === undefined
      ? 'a tile made for GPUs compiles for seconds on a software adapter'
      : describeBasis(basis);
  return failed(
    'skipped',
    `Predicted to need ${seconds} s: ${ground}. ` +
      `The budget of a case is ${tunables.caseBudgetMs / 1000} s. ` +
      `Measure it with --case-budget ${seconds + 1}, or everything with --force.`,
  );
}

function describeBasis({ variant, problem, flops, repetitionNs }: SeenSpeed): string {
  return `${variant} reached ${(flops / repetitionNs).toPrecision(3)} GFLOP/s on ${problem}`;
}
