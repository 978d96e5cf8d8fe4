import { expect, test } from 'vitest';
import { bytesSchema, flopsSchema } from '../src/ranges.ts';

const amounts = [
  [2, true],
  [1e26, true],
  [1e-300, false],
  [1e300, false],
  [Number.NaN, false],
] as const;

test.each([...amounts, [0, false]] as const)(
  'that a repetition moves %s is believed: %s',
  (amount, isBelieved) => {
    expect(bytesSchema.safeParse(amount).success).toBe(isBelieved);
  },
);

test.each([...amounts, [0, true]] as const)(
  'that a repetition computes %s is believed: %s',
  (amount, isBelieved) => {
    expect(flopsSchema.safeParse(amount).success).toBe(isBelieved);
  },
);
