import { expect, test } from 'vitest';
import { describeChange } from '../src/session.ts';
import { fakeStack } from './fake/fake-stack.ts';

const clock = { name: 'x', quantumNs: 1 };
const change = (facts: Record<string, string | number | string[]>) =>
  describeChange(
    { ...fakeStack, facts: { adapter: 'a', limit: 4, features: ['x'] } },
    {
      protocol: 2,
      clock,
      facts,
    },
  );

test('plain facts that both sides know must agree', () => {
  expect(change({ adapter: 'a', limit: 4, extra: 'y' })).toBeNull();
  expect(change({ limit: 8 })).toMatchObject({
    status: 'skipped',
    reason: expect.stringMatching(/limit was 4 and is 8/),
  });
});

test('lists may differ: what a worker asks for need not be all there is', () => {
  expect(change({ features: [] })).toBeNull();
});
