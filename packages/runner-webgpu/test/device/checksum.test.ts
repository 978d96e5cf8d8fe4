import { checksumWeights } from '@stackbench/model';
import { expect, test } from 'vitest';
import { createChecksum } from '../../src/device/checksum.ts';

test('sums over the middle axis, however the elements are cut into pieces', () => {
  const [outer, length, inner] = [3, 5, 2];
  const elements = Float32Array.from({ length: outer * length * inner }, (_, i) => (i * 7) % 11);
  const weights = checksumWeights(9, length);
  const expected = Float64Array.from({ length: outer * inner }, (_, at) => {
    const base = Math.floor(at / inner) * length * inner + (at % inner);
    return weights.reduce((sum, weight, i) => sum + weight * elements[base + i * inner]!, 0);
  });
  const checksum = createChecksum({ kind: 'checksum', length, inner, seed: 9 }, elements.length);
  for (const [start, end] of [
    [0, 1],
    [1, 14],
    [14, 30],
  ] as const) {
    checksum.push(elements.subarray(start, end));
  }
  expect(checksum.sums).toEqual(expected);
});
