import { type OkOutcome, readFact, type Stack, type Tunables } from '@stackbench/model';
import { median } from '@stackbench/statistics';

/** Timed by the host's clock though the device has another: latency is part of each time. */
export function isHostTimed({ facts, software }: Stack): boolean {
  return !software && readFact(facts, 'hostClock') === true;
}

/**
 * The step of the clock as a fraction of a sample, the coarsest of all launches. Where the clock does not tell its quantum, launches that agree to the last bit tell that it is coarse:
 * then it is taken to be as coarse as the policy lets it.
 */
export function stepOf(
  { facts }: Stack,
  measured: readonly OkOutcome[],
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
