import { binomialCdf } from './distributions.ts';
import type { Interval } from './interval.ts';
import { sortAscending } from './median.ts';

/**
 * The exact distribution-free confidence interval of a median: [x₍ₖ₎, x₍ₙ₊₁₋ₖ₎] of the sorted
 * values, with the largest k for which P(X ≤ k − 1) ≤ (1 − confidence) / 2, X ~ Binomial(n, ½).
 * It covers the median with probability 1 − 2·P(X ≤ k − 1), never less than `confidence`, whatever
 * the distribution. Source: David & Nagaraja, Order Statistics, 3rd ed., section 7.1.
 *
 * Null when even the smallest and the largest value together do not reach the confidence: below 6
 * values at 95 %.
 * @throws BenchError when a value is NaN
 */
export function medianInterval(values: readonly number[], confidence = 0.95): Interval | null {
  const rank = medianRank(values.length, confidence);
  if (rank === 0) return null;
  const sorted = sortAscending(values);
  const low = sorted[rank - 1];
  const high = sorted[values.length - rank];
  return low === undefined || high === undefined ? null : { low, high };
}

/** Loads what {@link medianInterval} reckons with, a tenth of a second's work: whoever measures has it done before. */
export function prepareMedianInterval(): void {
  medianRank(6, 0.95);
}

const ranksByConfidence = new Map<number, number[]>();

/** The k of {@link medianInterval}, counted from 1; 0 when there is none. Looked up after the first call. */
function medianRank(count: number, confidence: number): number {
  const ranks = ranksByConfidence.get(confidence) ?? [];
  ranksByConfidence.set(confidence, ranks);
  const known = ranks[count];
  if (known !== undefined) return known;
  const tail = (1 - confidence) / 2;
  let low = 0;
  let high = Math.ceil(count / 2);
  while (low < high) {
    const rank = Math.ceil((low + high) / 2);
    if (binomialCdf(rank - 1, count, 0.5) <= tail) low = rank;
    else high = rank - 1;
  }
  ranks[count] = low;
  return low;
}
