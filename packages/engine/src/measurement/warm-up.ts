import type { Clock } from '@stackbench/model';
import { failed, type Failed } from '@stackbench/workers';
import type { LaunchContext } from './context.ts';
import { decideWarmUp, sampleTargetNs } from './decide-warm-up.ts';
import { takeSamples, type TimedSample } from './take-samples.ts';

export interface WarmCase {
  ok: true;
  /** Repetitions that make a sample long enough. */
  repetitions: number;
  /** Device time of one, warm. */
  repetitionNs: number;
}

/** Runs the built case until its time settles; `before` are the samples it has already given. */
export async function warmUp(
  { session, tunables, onPhase }: LaunchContext,
  clock: Clock,
  before: readonly TimedSample[],
  timeoutMs: number,
): Promise<WarmCase | Failed> {
  onPhase('warm-up');
  const samples = [...before];
  const targetNs = sampleTargetNs(clock, tunables);
  for (;;) {
    const step = decideWarmUp(samples, targetNs, tunables);
    if (step.do === 'fail') return failed('crash', step.reason);
    if (step.do === 'finish') {
      return { ok: true, repetitions: step.repetitions, repetitionNs: step.repetitionNs };
    }
    const taken = await takeSamples(session, 1, step.repetitions, timeoutMs);
    if (!taken.ok) return taken;
    samples.push(...taken.samples);
  }
}
