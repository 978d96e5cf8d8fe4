import { expect, test } from 'vitest';
import { sampleIndices } from '../../gates/sample-indices.ts';

test('a small tensor is compared whole', () => {
  expect([...sampleIndices([3, 4], 12, 1)]).toEqual(Array.from({ length: 12 }, (_, i) => i));
});

test('corners are always among the distinct, ascending indices', () => {
  const indices = sampleIndices([8, 16, 30, 20], 64, 5);
  expect(indices).toHaveLength(64);
  expect(new Set(indices).size).toBe(64);
  expect(indices).toEqual(indices.toSorted());
  const last = 8 * 16 * 30 * 20 - 1;
  for (const corner of [0, 19, 29 * 20, 599, last - 599, last - 19, last]) {
    expect(indices).toContain(corner);
  }
});

test('the rest is spread over the whole tensor', () => {
  const indices = sampleIndices([1000, 1000], 4096, 5);
  const perTenth = Object.values(Object.groupBy(indices, (index) => Math.floor(index / 1e5)));
  expect(perTenth).toHaveLength(10);
  for (const tenth of perTenth) expect(tenth!.length).toBeGreaterThan(300);
});
