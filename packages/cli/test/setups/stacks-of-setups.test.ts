import type { Stack } from '@stackbench/model';
import type { Driver, FoundStack } from '@stackbench/workers';
import { expect, test } from 'vitest';
import { stacksOfSetups } from '../../src/setups/stacks-of-setups.ts';

const driver = {} as Driver;

function found(
  id: string,
  setup: string | null,
  about: { software?: boolean; runs?: boolean } = {},
): FoundStack {
  const { software = false, runs = true } = about;
  const facts = setup === null ? {} : { setup };
  const stack = { id, kind: 'test', software, native: true, available: runs, facts } as Stack;
  return runs ? { stack, driver } : { stack: { ...stack, reason: 'no driver' }, driver: null };
}

const all = [
  found('a', 'one'),
  found('a@cpu', 'one', { software: true }),
  found('b', 'two', { software: true }),
  found('c', 'three', { runs: false }),
  found('d', null),
];
const ids = (stacks: readonly FoundStack[]) => stacks.map(({ stack }) => stack.id);

test('each setup comes to its hardware, or else to what computes on the CPU, in the order asked for', () => {
  const { chosen, leftOut } = stacksOfSetups(all, ['two', 'one']);
  expect([ids(chosen), ids(leftOut)]).toEqual([['b', 'a'], []]);
});

test('a setup that nothing can run of is left out with its reason', () => {
  const { chosen, leftOut } = stacksOfSetups(all, ['one', 'three']);
  expect([ids(chosen), ids(leftOut)]).toEqual([['a'], ['c']]);
});

test('a setup that came to no stack is said', () => {
  expect(() => stacksOfSetups(all, ['four'])).toThrow(
    'The setup four came to nothing that stackbench measures',
  );
});
