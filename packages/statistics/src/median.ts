import { BenchError } from '@stackbench/model';

/**
 * The middle of `values`, or the mean of the two in the middle; same unit. Order does not matter.
 * @throws BenchError when there are no values, or one is NaN
 */
export function median(values: readonly number[]): number {
  const sorted = sortAscending(values);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new BenchError('The median of no values was asked for');
  if (sorted.length % 2 === 1) return upper;
  const lower = sorted[middle - 1] ?? upper;
  return lower + (upper - lower) / 2;
}

/**
 * A sorted copy; a typed array sorts numbers by value and several times faster than a list does.
 * @throws BenchError when a value is NaN
 */
export function sortAscending(values: readonly number[]): Float64Array {
  const sorted = new Float64Array(values).toSorted();
  // A typed array sorts NaN last.
  if (Number.isNaN(sorted.at(-1))) throw new BenchError('A sample is not a number');
  return sorted;
}
