import { expect, test } from 'vitest';
import { orderStacks } from '../../src/run/order-stacks.ts';

const rounds = (count: number) => Array.from({ length: count }, (_, round) => round);

test.each([
  [2, 10],
  [2, 7],
  [3, 10],
  [5, 7],
])('%i stacks in %i rounds come first equally often, up to one', (count, length) => {
  for (const seed of [1, 2, 3, 20260101]) {
    const stacks = rounds(count).map((at) => `stack ${at}`);
    const firsts = rounds(length).map((round) => orderStacks(stacks, seed, round)[0]);
    const counts = stacks.map((stack) => firsts.filter((first) => first === stack).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
});

test('every round has every stack once, in an order that the seed alone decides', () => {
  const stacks = ['a', 'b', 'c', 'd'];
  const orders = rounds(8).map((round) => orderStacks(stacks, 7, round));
  for (const order of orders) expect(order.toSorted()).toEqual(stacks);
  expect(orders).toEqual(rounds(8).map((round) => orderStacks(stacks, 7, round)));
  expect(new Set(orders.map(String)).size).toBeGreaterThan(3);
  expect(rounds(8).map((round) => orderStacks(stacks, 8, round))).not.toEqual(orders);
});

test('who comes first is not the same for every seed', () => {
  const firsts = rounds(32).map((seed) => orderStacks(['a', 'b'], seed, 0)[0]);
  expect(new Set(firsts)).toEqual(new Set(['a', 'b']));
});
