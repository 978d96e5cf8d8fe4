import { createElementReader, type Fill, type Gate } from '@stackbench/model';
import { sampleIndices } from '../gates/sample-indices.ts';
import type { SoftmaxProblem } from './problem.ts';
import { roundingOf } from './rounding.ts';

/** An exponential in float64 costs about as much as this many multiply-adds. */
const macsPerTerm = 16;
const mostRows = 64;

/** Elements of some rows against float64, on random reals; the first and last row and column among them. */
export const randomGate: Gate<SoftmaxProblem> = {
  name: 'random',
  demand: ({ rows, columns }, dataType, { randomGateElements, wholeReferenceMacs, seed }) => {
    const fill: Fill = { kind: 'reals', seed };
    const x = createElementReader(fill, dataType, 0);
    const affordable = Math.floor(wholeReferenceMacs / macsPerTerm / columns);
    const someRows = sampleIndices([rows], Math.max(2, Math.min(mostRows, affordable)), seed);
    const perRow = Math.max(2, Math.floor(randomGateElements / someRows.length));
    const someColumns = sampleIndices([columns], perRow, seed);
    const indices: number[] = [];
    const values: number[] = [];
    for (const row of someRows) {
      const first = row * columns;
      const sum = sumOfExponentials(x, first, columns);
      for (const column of someColumns) {
        indices.push(first + column);
        values.push(Math.exp(x(first + column)) / sum);
      }
    }
    const expected = Float64Array.from(values);
    const rounding = roundingOf(dataType, columns, expected, 1);
    const selection = { kind: 'elements' as const, indices };
    return { fill, expectations: [{ output: 'y', selection, expected, rounding }] };
  },
};

/** Of numbers that are small enough for float64 as they are. */
function sumOfExponentials(x: (index: number) => number, first: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp(x(first + i));
  return sum;
}
