import { expect, test } from 'vitest';
import { integerFills } from '../../gates/integer-fills.ts';

test('f32 takes the widest range at any usual reduction length', () => {
  for (const length of [1, 512, 16_384, 500_000]) {
    expect(integerFills(length, 'f32', 1).next().value).toMatchObject({ range: 4, sparsity: 0 });
  }
});

test('narrow types take smaller numbers, then zeros, as the reduction grows', () => {
  const [short, long, longest] = [16, 4096, 500_000].map(
    (length) => integerFills(length, 'bf16', 1).next().value,
  );
  expect(short).toMatchObject({ range: 4, sparsity: 0 });
  expect(long).toMatchObject({ range: 1 });
  expect(longest?.sparsity).toBeGreaterThan(long?.sparsity ?? 99);
});

test('each remedy is milder than the one before, and there is always one', () => {
  const fills = [...integerFills(4096, 'f16', 1)];
  expect(fills.length).toBeGreaterThan(5);
  const strength = fills.map(({ range, sparsity }) => (range * (range + 1)) / 2 ** sparsity);
  expect(strength).toEqual(strength.toSorted((a, b) => b - a));
});
