import { tCdf } from './distributions.ts';
import type { Interval } from './interval.ts';
import type { LogRatio } from './log-ratio.ts';

/**
 * B seen from A, the baseline: `faster` means that B takes less time.
 *
 * - `faster`, `slower`: the whole interval of t_B / t_A lies beyond the margin;
 * - `same`: the whole interval lies within it;
 * - `inconclusive`: anything else, no interval included.
 */
export type Verdict = 'faster' | 'slower' | 'same' | 'inconclusive';

/**
 * The verdict of one interval. A margin of 0.01 reaches from 1 / 1.01 to 1.01, so that exchanging
 * A and B exchanges `faster` and `slower` and nothing else.
 */
export function judgeInterval(interval: Interval | null, margin: number): Verdict {
  if (interval === null) return 'inconclusive';
  const upper = 1 + margin;
  const lower = 1 / upper;
  if (interval.high < lower) return 'faster';
  if (interval.low > upper) return 'slower';
  return interval.low >= lower && interval.high <= upper ? 'same' : 'inconclusive';
}

/**
 * The two-sided p-value of "B differs from A by more than the margin": twice the t tail beyond
 * (|mean| − ln(1 + margin)) / standard error, at most 1. It is below 0.05 exactly when the 95 %
 * interval clears the margin. 1 when the launches are too few, or the clocks too coarse, to tell.
 */
export function differencePValue({ mean, scatter, resolution }: LogRatio, margin: number): number {
  const excess = Math.abs(mean) - Math.log1p(margin);
  if (scatter === null || excess <= resolution) return 1;
  if (scatter.standardError === 0) return 0;
  return 2 * tCdf(-excess / scatter.standardError, scatter.degreesOfFreedom);
}
