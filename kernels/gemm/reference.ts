import type { Contraction, ElementReader } from '../gates/contraction.ts';
import type { GemmProblem } from './problem.ts';

/** Row-by-row product in float64; the order of summation is irrelevant to exact integers. */
function whole({ m, n, k }: GemmProblem, inputs: readonly Float32Array[]): Float64Array {
  const [a, b] = inputs as [Float32Array, Float32Array];
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    const row = c.subarray(i * n, (i + 1) * n);
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p]!;
      const base = p * n;
      for (let j = 0; j < n; j++) row[j]! += factor * b[base + j]!;
    }
  }
  return c;
}

function elements({ n, k }: GemmProblem, read: readonly ElementReader[], indices: Uint32Array) {
  const [a, b] = read as [ElementReader, ElementReader];
  const values = new Float64Array(indices.length);
  const magnitudes = new Float64Array(indices.length);
  for (const [at, index] of indices.entries()) {
    const i = Math.floor(index / n);
    const j = index % n;
    let sum = 0;
    let magnitude = 0;
    for (let p = 0; p < k; p++) {
      const term = a(i * k + p) * b(p * n + j);
      sum += term;
      magnitude += Math.abs(term);
    }
    values[at] = sum;
    magnitudes[at] = magnitude;
  }
  return { values, magnitudes };
}

/** C·v = A·(B·v): M numbers in O(MK + KN). */
function checksum(
  { m, n, k }: GemmProblem,
  inputs: readonly Float32Array[],
  weights: Float64Array,
): Float64Array {
  const [a, b] = inputs as [Float32Array, Float32Array];
  const bv = matrixTimesVector(b, k, n, weights);
  return matrixTimesVector(a, m, k, bv);
}

function matrixTimesVector(
  matrix: Float32Array,
  rows: number,
  columns: number,
  vector: Float64Array,
): Float64Array {
  const product = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += matrix[i * columns + j]! * vector[j]!;
    product[i] = sum;
  }
  return product;
}

/** The product in float64 on the inputs as stored. */
export const reference: Contraction<GemmProblem> = {
  reductionLength: ({ k }) => k,
  checksumAxis: ({ n }) => ({ length: n, inner: 1 }),
  whole,
  elements,
  checksum,
};
