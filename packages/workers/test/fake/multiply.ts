import type { DataType, Selection } from '@stackbench/model';
import { checksumWeights } from '@stackbench/model/hash';
import type { FakeKernel } from './behaviour.ts';

/** FAKE kernel: the product of row-major matrices, rounded to the data type, and wrong as told. */
export function multiply(
  [m, n, k]: readonly [number, number, number],
  inputs: readonly Float32Array[],
  dataType: DataType,
  wrong?: FakeKernel['wrong'],
): Float64Array {
  const [a, b] = inputs as [Float32Array, Float32Array];
  const depth = wrong === 'drop-k' ? k - 1 : k;
  const read = wrong === 'integers-only' ? Math.trunc : (x: number) => x;
  const round = dataType === 'f16' ? Math.f16round : Math.fround;
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < depth; p++) {
        sum = Math.fround(sum + Math.fround(read(a[i * k + p]!) * read(b[p * n + j]!)));
      }
      c[i * n + j] = round(sum);
    }
  }
  if (wrong === 'unwritten-edge' || (wrong === 'odd-edge' && m % 2 === 1))
    c[m * n - 1] = Number.NaN;
  if (wrong === 'all-nan') c.fill(Number.NaN);
  if (wrong === 'one-element') c[(m * n) >> 1]! += 1;
  return c;
}

/** The numbers that a worker hands back for a selection. */
export function select(output: Float64Array, selection: Selection): Float64Array {
  if (selection.kind === 'whole') return output;
  if (selection.kind === 'elements') {
    return Float64Array.from(selection.indices, (index) => output[index]!);
  }
  const { length, inner, seed } = selection;
  const weights = checksumWeights(seed, length);
  const sums = new Float64Array(output.length / length);
  for (const [i, value] of output.entries()) {
    const outer = Math.floor(i / (length * inner));
    sums[outer * inner + (i % inner)]! += value * weights[Math.floor(i / inner) % length]!;
  }
  return sums;
}
