import { type DataType, defaultTunables, type Demand, fillTensor } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { select } from '../../packages/workers/test/fake/multiply.ts';
import { judge } from '../../packages/engine/src/verification/judge.ts';
import softmax from '../softmax/operation.ts';
import type { SoftmaxProblem } from '../softmax/problem.ts';
import { roundToBits } from './round-to-bits.ts';

const round: Record<DataType, (value: number) => number> = {
  f32: Math.fround,
  tf32: Math.fround,
  f16: Math.f16round,
  f16acc: Math.f16round,
  bf16: (value) => roundToBits(value, 8),
};

const exponential = (value: number) => Math.fround(Math.exp(Math.fround(value)));

/** Lanes that share a row, as the threads of a block do. */
const lanes = 256;

interface Kernel {
  /** Columns that count for the maximum, and for the sum. */
  maximumOf?: (columns: number) => number;
  sumOf?: (columns: number) => number;
  /** What is taken off of each element, of the row's maximum. */
  offset?: (maximum: number) => number;
  divide?: (dividend: number, sum: number) => number;
  rowRead?: (row: number, rows: number) => number;
}

/** Softmax in f32 as a kernel computes it, wrong where it is told to be. */
function compute(
  { rows, columns }: SoftmaxProblem,
  x: Float32Array,
  dataType: DataType,
  kernel: Kernel = {},
): Float64Array {
  const {
    maximumOf = (count) => count,
    sumOf = (count) => count,
    offset = (maximum) => maximum,
    divide = (dividend, sum) => dividend / sum,
    rowRead = (row) => row,
  } = kernel;
  const y = new Float64Array(rows * columns).fill(Number.NaN);
  for (let row = 0; row < rows; row++) {
    const first = rowRead(row, rows) * columns;
    const values = x.subarray(first, first + columns);
    const taken = offset(
      values.subarray(0, maximumOf(columns)).reduce((a, b) => Math.max(a, b), -1e30),
    );
    const sums = new Float32Array(lanes);
    for (let j = 0; j < sumOf(columns); j++) {
      sums[j % lanes] = sums[j % lanes]! + exponential(values[j]! - taken);
    }
    const sum = sums.reduce((a, b) => Math.fround(a + b), 0);
    for (let j = 0; j < columns; j++) {
      const quotient = Math.fround(divide(exponential(values[j]! - taken), sum));
      y[row * columns + j] = round[dataType](quotient);
    }
  }
  return y;
}

/** What a gate demands is the same for every kernel. */
const demands = new Map<string, Demand>();

function complaints(
  problem: SoftmaxProblem,
  dataType: DataType,
  kernel?: Kernel,
  tunables = defaultTunables,
): string[] {
  return softmax.gates.flatMap((gate) => {
    const key = JSON.stringify([gate.name, problem, dataType, tunables.wholeReferenceMacs]);
    const asked = demands.getOrInsertComputed(key, () => gate.demand(problem, dataType, tunables));
    const x = fillTensor(asked.fill, dataType, 0, problem.rows * problem.columns);
    const y = compute(problem, x, dataType, kernel);
    return asked.expectations.flatMap((each) => {
      const { passed, detail } = judge(each, select(y, each.selection), String);
      return passed ? [] : [`${gate.name}: ${detail}`];
    });
  });
}

const dataTypes = ['f32', 'f16', 'bf16'] as const;
const shapes = [
  [1, 1],
  [5, 1],
  [3, 2],
  [4, 7],
  [33, 256],
  [2, 1003],
  [2, 20_011],
  [1, 262_147],
] as const;
const problems = shapes.map(([rows, columns]) => ({ rows, columns }));

describe.each(dataTypes)('%s', (dataType) => {
  test.each(problems)('an honest kernel passes: $rows × $columns', (problem) => {
    expect(complaints(problem, dataType)).toEqual([]);
  });

  test('large problems are compared by weighted sums, and pass', () => {
    const tunables = { ...defaultTunables, wholeReferenceMacs: 1 };
    expect(complaints({ rows: 40, columns: 300 }, dataType, {}, tunables)).toEqual([]);
    const unnormalised: Kernel = { divide: (dividend) => dividend };
    expect(complaints({ rows: 40, columns: 300 }, dataType, unnormalised, tunables)).not.toEqual(
      [],
    );
  });

  const faults: readonly (readonly [string, Kernel])[] = [
    ['a maximum that leaves the last column out', { maximumOf: (count) => count - 1 }],
    ['a maximum of nothing', { maximumOf: () => 0, offset: () => 0 }],
    ['a sum that leaves the last column out', { sumOf: (count) => count - 1 }],
    ['quotients that are none', { divide: (dividend) => dividend }],
    ['the next row', { rowRead: (row, rows) => (row + 1) % rows }],
    ['a maximum that is one step too large', { offset: (maximum) => maximum + 128 }],
  ];
  const several = problems.filter(({ rows, columns }) => rows > 1 && columns > 1);
  test.each(
    faults.flatMap(([fault, kernel]) => several.map((problem) => ({ fault, kernel, problem }))),
  )('$fault fails: $problem.rows × $problem.columns', ({ kernel, problem }) => {
    expect(complaints(problem, dataType, kernel)).not.toEqual([]);
  });
});

test.each(['maximumOf', 'sumOf'] as const)(
  'the last of a million columns is missed in the %s',
  (part) => {
    const problem = { rows: 1, columns: 1_000_003 };
    const kernel = { [part]: (count: number) => count - 1 };
    expect(complaints(problem, 'bf16')).toEqual([]);
    expect(complaints(problem, 'bf16', kernel)).not.toEqual([]);
  },
);

test('the last row has its one peak in the last column, however long it is', () => {
  for (const columns of [1, 2, 100, 131_072]) {
    const [peaks] = softmax.gates;
    const { fill, expectations } = peaks!.demand({ rows: 2, columns }, 'f32', defaultTunables);
    expect(fill).toMatchObject({ kind: 'integers', range: 1, scale: 128 });
    const last = expectations[0]!.expected.subarray(columns);
    expect(last.at(-1)).toBe(1);
    expect(last.findIndex((value) => value !== 0)).toBe(columns - 1);
  }
});

test('the numbers of a problem are named when they are wrong', () => {
  expect(softmax.formatProblem(softmax.parseProblem('columns=7,rows=3'))).toBe('rows=3,columns=7');
  expect(() => softmax.parseProblem('rows=3')).toThrow(/softmax needs columns=.*''/);
  expect(() => softmax.parseProblem('rows=3,columns=0')).toThrow(/columns=.*'0'/);
  expect(() => softmax.parseProblem('rows=3,columns=4,n=5')).toThrow(/softmax has no 'n'/);
  expect(() => softmax.parseProblem('rows=65536,columns=65536')).toThrow(/x has 65536 × 65536/);
});

test('its throughput counts what it moves', () => {
  const problem = { rows: 3, columns: 7 };
  expect(softmax.work).toBe('bytes');
  expect(softmax.bytes(problem, 'f16')).toBe(2 * 2 * 21);
  expect(softmax.flops(problem)).toBe(5 * 21);
});
