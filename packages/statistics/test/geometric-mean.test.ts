import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { geometricMean } from '../src/geometric-mean.ts';

const values = fc.array(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), { minLength: 1 });

test('the mean of 1 and 100 is 10', () => {
  expect(geometricMean([1, 100])).toBeCloseTo(10, 12);
});

test('the mean of reciprocals is the reciprocal of the mean', () => {
  fc.assert(
    fc.property(values, (list) => {
      const product = geometricMean(list) * geometricMean(list.map((value) => 1 / value));
      expect(product).toBeCloseTo(1, 9);
    }),
  );
});

test('a missing value never counts as 0 or 1', () => {
  expect(() => geometricMean([])).toThrow('no values');
  expect(() => geometricMean([2, 0])).toThrow('of 0');
  expect(() => geometricMean([2, Number.NaN])).toThrow('of NaN');
});
