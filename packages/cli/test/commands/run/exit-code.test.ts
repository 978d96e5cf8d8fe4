import { type FailedOutcome, type Outcome, statuses } from '@stackbench/model';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../src/commands/run/exit-code.ts';

function withStatus(status: Outcome['status']): Outcome {
  // Only the status matters here, so an ok outcome may lack its numbers.
  return { case: 'c', stack: 's', round: 0, status, reason: 'r' } as FailedOutcome;
}

const ok = withStatus('ok');

test('what was measured is done, whatever could not run beside it', () => {
  const harmless = ['skipped', 'unsupported', 'throttled', 'contended'] as const;
  expect(exitCodeOf([ok, ...harmless.map(withStatus)], false)).toBe(0);
});

test('nothing measured is 3, any failure is 4, an interruption is 130', () => {
  expect(exitCodeOf([], false)).toBe(3);
  expect(exitCodeOf([withStatus('unsupported')], false)).toBe(3);
  expect(exitCodeOf([ok], true)).toBe(130);
  const failing = statuses.filter((status) => exitCodeOf([ok, withStatus(status)], false) === 4);
  expect(failing.toSorted()).toEqual(
    ['compile-error', 'crash', 'out-of-memory', 'timeout', 'wrong-result'].toSorted(),
  );
});
