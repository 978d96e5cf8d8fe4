import { expect, test } from 'vitest';
import { shareOut } from '../../src/fleet/share-out.ts';

const sizes = (count: number) => Array.from({ length: count }, (_, at) => (at * 7919) % 101);

test('every item is in one share, and shares weigh about the same', () => {
  const items = sizes(500);
  const shares = shareOut(items, 8, (item) => item);
  expect(shares.flatMap((share) => share.items).toSorted((a, b) => a - b)).toEqual(
    items.toSorted((a, b) => a - b),
  );
  const weights = shares.map(({ weight }) => weight);
  expect(Math.max(...weights) / Math.min(...weights)).toBeLessThan(1.02);
});

test('the same items make the same shares', () => {
  expect(shareOut(sizes(200), 7, (item) => item)).toEqual(shareOut(sizes(200), 7, (item) => item));
});

test('no share is empty where there are as many items, even of no weight', () => {
  const shares = shareOut([0, 0, 5, 0], 4, (item) => item);
  expect(shares.map(({ items }) => items.length)).toEqual([1, 1, 1, 1]);
});
