import {
  checksumWeights,
  createElementReader,
  type DataType,
  type Fill,
  type Gate,
  type Selection,
} from '@stackbench/model';
import type { SoftmaxProblem } from './problem.ts';
import { roundingOf } from './rounding.ts';

/**
 * How far apart inputs lie: e^-128 is 0 in f32, whose smallest number is e^-103, and e^128 is more than
 * its largest, e^88.
 */
const step = 128;
/** About so many peaks a row: few enough for one more or less to show in every data type. */
const peaksPerRow = 2;
const sparsest = 24;
/** Comparing an element costs about as much as this many multiply-adds. */
const macsPerElement = 16;
/** A seed is looked for this often: 2^24 rows of a million columns need a hundredth of it. */
const mostTries = 2 ** 26;

/**
 * Inputs −128, 0 and 128, mostly 0: what lies below its row's maximum becomes exactly 0, and the c
 * peaks 1 ÷ c each, so every element is known without an exponential. The whole output is compared,
 * or weighted sums over all of it. A kernel that takes another maximum off, or none, overflows or
 * divides by 0; one that leaves an element out of the maximum or the sum is told by the last row, whose
 * one peak is its last column.
 */
export const peaksGate: Gate<SoftmaxProblem> = {
  name: 'peaks',
  demand: (problem, dataType, { seed, wholeReferenceMacs }) => {
    const { rows, columns } = problem;
    const fill = telltaleFill(problem, dataType, seed);
    const x = createElementReader(fill, dataType, 0);
    const isSmall = rows * columns * macsPerElement <= wholeReferenceMacs;
    const selection: Selection = isSmall
      ? { kind: 'whole' }
      : { kind: 'checksum', length: columns, inner: 1, seed };
    const weights = isSmall ? null : checksumWeights(seed, columns);
    const expected = new Float64Array(isSmall ? rows * columns : rows);
    const row = new Float32Array(columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) row[j] = x(i * columns + j);
      const { largest, count } = peaksOf(row);
      for (let j = 0; j < columns; j++) {
        if (row[j] !== largest) continue;
        if (weights === null) expected[i * columns + j] = 1 / count;
        else expected[i]! += weights[j]! / count;
      }
    }
    const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? 1;
    const rounding = roundingOf(dataType, columns, expected, total);
    return { fill, expectations: [{ output: 'y', selection, expected, rounding }] };
  },
};

function peaksOf(row: Float32Array): { largest: number; count: number } {
  let largest = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const value of row) {
    if (value > largest) {
      largest = value;
      count = 0;
    }
    if (value === largest) count++;
  }
  return { largest, count };
}

/** The first fill from `seed` on with which the last row has its one peak in the last column. */
function telltaleFill({ rows, columns }: SoftmaxProblem, dataType: DataType, seed: number): Fill {
  // A third of what is kept is a peak.
  const wanted = Math.round(Math.log2(columns / (3 * peaksPerRow)));
  const sparsity = Math.max(0, Math.min(sparsest, wanted));
  const last = rows * columns - 1;
  const fillOf = (tried: number): Fill => ({
    kind: 'integers',
    range: 1,
    sparsity,
    seed: (seed + tried) % 2 ** 32,
    scale: step,
  });
  for (let tried = 0; tried < mostTries; tried++) {
    const x = createElementReader(fillOf(tried), dataType, 0);
    if (x(last) !== step) continue;
    let at = last - 1;
    while (at > last - columns && x(at) !== step) at--;
    if (at === last - columns) return fillOf(tried);
  }
  return fillOf(0);
}
