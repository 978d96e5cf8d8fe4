import { expect, test } from 'vitest';
import { checksumWeights, mix32 } from '../src/index.ts';

test('mix32 is a bijection where it is easy to see: no collisions among 100,000 inputs', () => {
  expect(new Set(Array.from({ length: 100_000 }, (_, i) => mix32(i))).size).toBe(100_000);
});

test('checksum weights are integers from 1 to 8, so no element is weighted away', () => {
  const weights = checksumWeights(5, 10_000);
  expect(weights.every((w) => Number.isInteger(w) && w >= 1 && w <= 8)).toBe(true);
  expect(new Set(weights).size).toBe(8);
});
