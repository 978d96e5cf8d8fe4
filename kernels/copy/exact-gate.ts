import {
  checksumWeights,
  createElementReader,
  type Expectation,
  type Fill,
  type Gate,
} from '@stackbench/model';
import type { CopyProblem } from './problem.ts';

/** Comparing an element costs about as much as this many multiply-adds. */
const macsPerElement = 16;
/** Of a checksum's elements: weighted by up to 8, so many reals sum to what float64 holds to the bit. */
const longestSum = 4096;

/**
 * Random reals, down to the bit: the whole output, or for large ones weighted sums that cover every element. The
 * inputs have no more bits than the data type, so neither the copy nor a sum is rounded.
 */
export const exactGate: Gate<CopyProblem> = {
  name: 'exact',
  demand: ({ n }, dataType, { wholeReferenceMacs, seed }) => {
    const fill: Fill = { kind: 'reals', seed };
    const x = createElementReader(fill, dataType, 0);
    const expectation =
      n * macsPerElement <= wholeReferenceMacs ? whole(x, n) : checksum(x, n, seed);
    return { fill, expectations: [{ output: 'y', ...expectation }] };
  },
};

type Expected = Pick<Expectation, 'selection' | 'expected'>;

function whole(x: (index: number) => number, n: number): Expected {
  const expected = new Float64Array(n);
  for (let i = 0; i < n; i++) expected[i] = x(i);
  return { selection: { kind: 'whole' }, expected };
}

function checksum(x: (index: number) => number, n: number, seed: number): Expected {
  const length = largestDivisor(n, longestSum);
  const weights = checksumWeights(seed, length);
  const expected = new Float64Array(n / length);
  for (let sum = 0; sum < expected.length; sum++) {
    const first = sum * length;
    let total = 0;
    for (let i = 0; i < length; i++) total += weights[i]! * x(first + i);
    expected[sum] = total;
  }
  return { selection: { kind: 'checksum', length, inner: 1, seed }, expected };
}

/** Of `n`, and not above `most`: the sums of a checksum are all of one length. */
function largestDivisor(n: number, most: number): number {
  let divisor = Math.min(n, most);
  while (n % divisor !== 0) divisor--;
  return divisor;
}
