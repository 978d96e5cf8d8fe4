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

/** Up to so many values are put in their places one by one. A typed array of them costs more than that. */
const fewValues = 32;

/**
 * The values in ascending order: themselves where they are in it, else a copy; a typed array sorts many numbers several
 * times faster than a list does.
 * @throws BenchError when a value is NaN
 */
export function sortAscending(values: readonly number[]): Readonly<ArrayLike<number>> {
  let isAscending = true;
  let before = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (Number.isNaN(value)) throw new BenchError('A sample is not a number');
    if (value < before) isAscending = false;
    before = value;
  }
  if (isAscending) return values;
  return values.length <= fewValues ? insertEach([...values]) : new Float64Array(values).toSorted();
}

/** Sorts in place, by insertion. */
function insertEach(values: number[]): number[] {
  for (let next = 1; next < values.length; next++) {
    const value = values[next]!;
    let at = next;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
  return values;
}
