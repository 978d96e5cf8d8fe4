import type { Outcome } from '@stackbench/model';
import { expect, test } from 'vitest';
import { createPatience } from '../../src/run/patience.ts';

type Ended = Exclude<Outcome['status'], 'ok'>;

function whyGivenUp(statuses: readonly Ended[], stack = 'a'): string | null {
  const patience = createPatience({ giveUpAfter: 3 });
  for (const status of statuses) {
    patience.note({ case: 'x', stack: 'a', round: 0, status, reason: `It was a ${status}.` });
  }
  return patience.whyGivenUp(stack);
}

test('a stack is given up when so many cases in a row ended the same way, with the last reason', () => {
  expect(whyGivenUp(['timeout', 'timeout'])).toBeNull();
  expect(whyGivenUp(['timeout', 'timeout', 'timeout'])).toMatch(/3 cases.*It was a timeout\./);
  expect(whyGivenUp(['crash', 'crash', 'crash'])).toMatch(/as crash/);
});

test('cases that did not run tell nothing, and other ends begin anew', () => {
  expect(whyGivenUp(['timeout', 'skipped', 'timeout', 'unsupported', 'timeout'])).not.toBeNull();
  expect(whyGivenUp(['timeout', 'timeout', 'crash', 'timeout'])).toBeNull();
  expect(whyGivenUp(['timeout', 'timeout', 'wrong-result', 'timeout'])).toBeNull();
  expect(whyGivenUp(['compile-error', 'compile-error', 'compile-error'])).toBeNull();
});

test('another stack goes on', () => {
  expect(whyGivenUp(['crash', 'crash', 'crash'], 'b')).toBeNull();
});
