import type { Measurement, Tunables } from '@stackbench/model';
import { median, medianInterval } from '@stackbench/statistics';

/** What the stopping rule looks at. */
export interface SamplingState {
  /** Per repetition, in any order. */
  kernelNs: readonly number[];
  /** Device time of all samples. */
  deviceNs: number;
  /** Time spent on the device, as the host sees it. */
  spentNs: number;
}

/**
 * Why sampling stops now, or null: when there are enough samples, enough device time and a narrow
 * interval of the median, or else when time is up.
 */
export function decideStop(
  { kernelNs, deviceNs, spentNs }: SamplingState,
  { minSamples, minDeviceMs, targetInterval, maxDeviceMs }: Tunables,
): Measurement['stoppedBy'] | null {
  const isEnough = kernelNs.length >= minSamples && deviceNs >= minDeviceMs * 1e6;
  if (isEnough && halfWidth(kernelNs) <= targetInterval) return 'interval';
  return spentNs >= maxDeviceMs * 1e6 ? 'time' : null;
}

/** The larger half of the 95 % interval of the median, relative to the median. */
function halfWidth(values: readonly number[]): number {
  const interval = medianInterval(values);
  if (interval === null) return Number.POSITIVE_INFINITY;
  const middle = median(values);
  return Math.max(interval.high - middle, middle - interval.low) / middle;
}
