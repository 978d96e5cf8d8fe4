import { sortAscending } from './median.ts';

/** Fewer values have no quartiles worth the name. */
const leastValues = 4;

/**
 * Half the distance between the quartiles ÷ the median: how far the middle half of the values lies
 * around it. Of the samples of one launch it describes that launch and says nothing of the next.
 * Null for fewer than four values. Quartiles by linear interpolation (Hyndman & Fan, type 7).
 * @throws BenchError when a value is NaN
 */
export function relativeSpread(values: readonly number[]): number | null {
  if (values.length < leastValues) return null;
  const sorted = sortAscending(values);
  return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 / quantile(sorted, 0.5);
}

/**
 * Five values that have the same extremes, quartiles and median as `values`, and so the same spread: what is kept of
 * many. Fewer than five are kept as they are.
 * @throws BenchError when a value is NaN
 */
export function fiveNumbers(values: readonly number[]): number[] {
  if (values.length < 5) return [...values];
  const sorted = sortAscending(values);
  return [0, 0.25, 0.5, 0.75, 1].map((fraction) => quantile(sorted, fraction));
}

function quantile(sorted: ArrayLike<number>, fraction: number): number {
  const place = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
