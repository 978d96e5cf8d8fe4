import type { Tunables } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import { failed, type Failed } from '../worker/answer.ts';
import type { History } from './history.ts';

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
  history: History,
  planned: PlannedCase,
  variant: string,
  { caseBudgetMs, minDeviceMs }: Tunables,
): Failed | null {
  const basis = history.basis(planned, variant);
  const repetitionNs = predictRepetitionNs(history, planned, variant);
  if (basis === undefined || repetitionNs === null) return null;
  const repetitionMs = repetitionNs / 1e6;
  const predictedMs = extraRepetitions * repetitionMs + Math.max(repetitionMs, minDeviceMs);
  if (predictedMs <= caseBudgetMs) return null;
  const gflops = (basis.flops / basis.repetitionNs).toPrecision(3);
  const seconds = Math.ceil(predictedMs / 1000);
  return failed(
    'skipped',
    `Predicted to need ${seconds} s, as ${basis.variant} reached ${gflops} GFLOP/s on ` +
      `${basis.problem}; the budget of a case is ${caseBudgetMs / 1000} s. ` +
      `Measure it with --case-budget ${seconds + 1}, or everything with --force.`,
  );
}
