import type { Clock, Tunables } from '@stackbench/model';
import { isTimed, type TimedSample } from './take-samples.ts';

/** What to do next: another warm-up sample, the real thing, or give up. */
export type WarmUpStep =
  | { do: 'sample'; repetitions: number }
  | { do: 'finish'; repetitions: number; repetitionNs: number }
  | { do: 'fail'; reason: string };

/** While samples are too short to tell, they grow by up to this factor. */
const growth = 8;
/** The clock has failed when it did not move in this many samples that were long enough. */
const patience = 5;
/** A sample whose clock stood still is long enough when the host saw this many times its target. */
const longEnough = 20;
/** Samples are planned this much longer than they must be, as a device speeds up when it is warm. */
const reserve = 1.1;

/** The least device time of a sample, so that the clock's steps do not show in it. */
export function sampleTargetNs(clock: Clock, tunables: Tunables): number {
  return Math.max(tunables.minSampleMs * 1e6, tunables.minSampleQuanta * clock.quantumNs);
}

/**
 * Warm-up as a pure decision on the samples so far, which include the runs of verification. It
 * ends when two successive samples of the wanted length agree, or when enough device time went by.
 */
export function decideWarmUp(
  samples: readonly TimedSample[],
  targetNs: number,
  { warmupAgreement, warmupDeviceMs }: Tunables,
): WarmUpStep {
  const last = samples.at(-1);
  if (last === undefined) return { do: 'sample', repetitions: 1 };
  if (!isTimed(last)) return growBlindly(samples, last, targetNs);

  const repetitionNs = last.deviceNs / last.repetitions;
  const before = samples.slice(0, -1).findLast(isTimed);
  const isSteady =
    before !== undefined &&
    before.deviceNs >= targetNs &&
    last.deviceNs >= targetNs &&
    Math.abs(repetitionNs / (before.deviceNs / before.repetitions) - 1) <= warmupAgreement;
  const spentNs = samples.filter(isTimed).reduce((sum, { deviceNs }) => sum + deviceNs, 0);
  if (isSteady || spentNs >= warmupDeviceMs * 1e6) {
    return { do: 'finish', repetitions: repetitionsFor(targetNs, repetitionNs), repetitionNs };
  }
  if (last.deviceNs >= targetNs) return { do: 'sample', repetitions: last.repetitions };
  const wanted = repetitionsFor(targetNs, repetitionNs);
  return {
    do: 'sample',
    repetitions: Math.min(Math.max(wanted, last.repetitions + 1), last.repetitions * growth),
  };
}

/** After a sample without a time: longer ones, as it may have been too short, or just another. */
function growBlindly(
  samples: readonly TimedSample[],
  last: TimedSample,
  targetNs: number,
): WarmUpStep {
  const latestTimed = samples.findLastIndex(isTimed);
  const isLong = ({ hostNs }: TimedSample) => latestTimed >= 0 || hostNs >= longEnough * targetNs;
  const still = samples.slice(latestTimed + 1).filter(isLong);
  if (still.length >= patience) {
    const reason =
      `The device's clock stood still or went backwards in ${still.length} samples, ` +
      `the last of ${(last.hostNs / 1e6).toPrecision(3)} ms. Nothing can be measured with it.`;
    return { do: 'fail', reason };
  }
  return { do: 'sample', repetitions: last.repetitions * (isLong(last) ? 1 : growth) };
}

function repetitionsFor(targetNs: number, repetitionNs: number): number {
  return repetitionNs >= targetNs ? 1 : Math.ceil((reserve * targetNs) / repetitionNs);
}
