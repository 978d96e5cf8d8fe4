import { fillTensor, type Fill } from '@stackbench/model';
import { expect, test } from 'vitest';
import { edgeProblems } from '../gemm/edge-problems.ts';
import gemm from '../gemm/operation.ts';
import type { GemmProblem } from '../gemm/problem.ts';
import { reference } from '../gemm/reference.ts';

const integers: Fill = { kind: 'integers', range: 4, sparsity: 0, seed: 11 };
const reals: Fill = { kind: 'reals', seed: 11 };

function inputsOf({ m, n, k }: GemmProblem, fill: Fill) {
  return [fillTensor(fill, 'f32', 0, m * k), fillTensor(fill, 'f32', 1, k * n)];
}

test('a product worked out by hand', () => {
  const a = Float32Array.of(1, 2, 3, 4, 5, 6);
  const b = Float32Array.of(7, 8, 9, 10, 11, 12);
  const c = reference.whole({ m: 2, n: 2, k: 3 }, [a, b]);
  expect([...c]).toEqual([58, 64, 139, 154]);
});

test.each(edgeProblems)('whole, elements and checksum agree: %s', (text) => {
  const problem = gemm.parseProblem(text);
  const inputs = inputsOf(problem, integers);
  const whole = reference.whole(problem, inputs);

  const indices = Uint32Array.from({ length: Math.min(whole.length, 64) }, (_, i) =>
    Math.floor((i * (whole.length - 1)) / 63),
  );
  const read = inputs.map((values) => (index: number) => values[index]!);
  const { values } = reference.elements(problem, read, indices);
  expect([...values]).toEqual([...indices].map((index) => whole[index]));

  const weights = Float64Array.from({ length: problem.n }, (_, j) => (j % 7) + 1);
  const sums = reference.checksum(problem, inputs, weights);
  const expected = Array.from({ length: problem.m }, (_, i) =>
    weights.reduce((sum, weight, j) => sum + weight * whole[i * problem.n + j]!, 0),
  );
  expect([...sums]).toEqual(expected);
});

test('the checksum axis is a row of C', () => {
  expect(reference.checksumAxis({ m: 3, n: 5, k: 2 })).toEqual({ length: 5, inner: 1 });
});

test('magnitudes are sums of absolute products', () => {
  const problem = { m: 1, n: 1, k: 50 };
  const inputs = inputsOf(problem, reals);
  const read = inputs.map((values) => (index: number) => values[index]!);
  const { values, magnitudes } = reference.elements(problem, read, Uint32Array.of(0));
  const expected = inputs[0]!.reduce((sum, value, p) => sum + Math.abs(value * inputs[1]![p]!), 0);
  expect(magnitudes[0]).toBeCloseTo(expected, 9);
  expect(magnitudes[0]).toBeGreaterThan(Math.abs(values[0]!));
});

test('a problem survives being written and read', () => {
  const problem = { m: 35, n: 8457, k: 2560 };
  expect(gemm.parseProblem(gemm.formatProblem(problem))).toEqual(problem);
  expect(gemm.formatProblem(gemm.parseProblem('k=3,m=1,n=2'))).toBe('m=1,n=2,k=3');
});

test.each([
  ['m=1,n=2', /k=/],
  ['m=1,n=2,k=0', /k=.*'0'/],
  ['m=1,n=2x,k=3', /n=.*'2x'/],
  ['m=1,n=2,k=3,q=4', /'q'/],
  ['m=1,n=2,k=3,k=4', /'k' stands twice/],
  ['m=16777217,n=1,k=1', /m=.*16777216/],
  ['m=65536,n=1,k=65536', /a has 65536 × 65536/],
])('%s is refused, and the key is named', (text, message) => {
  expect(() => gemm.parseProblem(text)).toThrow(message);
});

test('work and traffic are counted as people count them', () => {
  const problem = { m: 2, n: 3, k: 5 };
  expect(gemm.flops(problem)).toBe(2 * 2 * 3 * 5);
  expect(gemm.bytes(problem, 'f16')).toBe(2 * (2 * 5 + 5 * 3 + 2 * 3));
  expect(reference.reductionLength(problem)).toBe(5);
});
