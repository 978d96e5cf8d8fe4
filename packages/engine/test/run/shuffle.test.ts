import { expect, test } from 'vitest';
import { shuffle } from '../../src/run/shuffle.ts';

const items = ['a', 'b', 'c'];

/** How many different orders 20 draws give. */
function orders(draw: (i: number) => string[]): number {
  return new Set(Array.from({ length: 20 }, (_, i) => draw(i).join(''))).size;
}

test('the same seed and round give the same order, other rounds and seeds others', () => {
  expect(shuffle(items, 7, 3)).toEqual(shuffle(items, 7, 3));
  expect(orders((round) => shuffle(items, 7, round))).toBeGreaterThan(2);
  expect(orders((seed) => shuffle(items, seed, 0))).toBeGreaterThan(2);
});

test('every order is about equally likely', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const order = shuffle(items, seed, 0).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
