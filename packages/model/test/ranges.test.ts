import { expect, test } from 'vitest';
import { amountSchema } from '../src/ranges.ts';

test.each([
  [2, true],
  [1e26, true],
  [0, false],
  [1e-300, false],
  [1e300, false],
  [Number.NaN, false],
])('that a repetition computes or moves %s is believed: %s', (amount, isBelieved) => {
  expect(amountSchema.safeParse(amount).success).toBe(isBelieved);
});
