import { readFact, type Stack, stateFacts, type Tunables } from '@stackbench/model';
import { median } from '@stackbench/statistics';
import type { LaunchedRun, OkLaunch } from './launch-outcome.ts';

/** Timed by the host's clock: the device has none, or one that cannot be right. */
export function isHostTimed({ facts }: Stack): boolean {
  return readFact(facts, 'hostClock') === true;
}

/** The run with each stack saying so that came to be timed by the host's clock while it ran. */
export function sayClocks(run: LaunchedRun): LaunchedRun {
  const byHost = new Set(
    run.outcomes.flatMap((outcome) =>
      outcome.status === 'ok' && outcome.timedBy === 'host' ? outcome.stack : [],
    ),
  );
  const stacks = run.header.stacks.map((stack) =>
    byHost.has(stack.id)
      ? { ...stack, facts: { ...stack.facts, ...stateFacts({ hostClock: true }) } }
      : stack,
  );
  return { ...run, header: { ...run.header, stacks } };
}

/**
 * The step of the clock as a fraction of a sample, the coarsest of all launches. Where the clock does not tell its quantum, launches that agree to the last bit tell that it is coarse:
 * then it is taken to be as coarse as the policy lets it.
 */
export function stepOf(
  { facts }: Stack,
  measured: readonly OkLaunch[],
  { minSampleQuanta }: Tunables,
): number {
  if (measured.length === 0) return 0;
  const quantumNs = readFact(facts, 'clockQuantumNs');
  if (quantumNs !== undefined) {
    return Math.max(
      ...measured.map(({ kernelNs, repetitions }) => quantumNs / (median(kernelNs) * repetitions)),
    );
  }
  const times = new Set(measured.map(({ kernelNs }) => median(kernelNs)));
  return measured.length > 1 && times.size === 1 ? 1 / minSampleQuanta : 0;
}
