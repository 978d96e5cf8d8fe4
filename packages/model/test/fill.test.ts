import { expect, test } from 'vitest';
import { type Fill, fillSchema } from '../src/index.ts';

const reals: Fill = { kind: 'reals', seed: 1 };

test('a fill refuses a scale that would round', () => {
  expect(fillSchema.safeParse({ ...reals, scale: 0.25 }).success).toBe(true);
  expect(fillSchema.safeParse({ ...reals, scale: 3 }).success).toBe(false);
});
