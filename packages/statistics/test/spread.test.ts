import { expect, test } from 'vitest';
import { median } from '../src/median.ts';
import { fiveNumbers, relativeSpread } from '../src/spread.ts';

test('half the distance between the quartiles, relative to the median', () => {
  // 1…9: quartiles 3 and 7, median 5.
  expect(relativeSpread([9, 1, 8, 2, 7, 3, 6, 4, 5])).toBeCloseTo(2 / 5, 12);
  // 1…4: 1.75 and 3.25, median 2.5.
  expect(relativeSpread([1, 2, 3, 4])).toBeCloseTo(0.75 / 2.5, 12);
});

test('one hiccup does not widen it', () => {
  expect(relativeSpread([1, 1.01, 0.99, 1, 1.01, 0.99, 50])).toBeLessThan(0.02);
});

test('too few values have none, equal ones no width', () => {
  expect(relativeSpread([1, 2, 3])).toBeNull();
  expect(relativeSpread([2, 2, 2, 2])).toBe(0);
});

test.each([1, 4, 5, 6, 7, 12, 33, 100])(
  'five numbers tell the same median, spread and extremes as %i values',
  (count) => {
    const values = Array.from({ length: count }, (_, at) => 100 + ((at * 7919) % 101) / 3);
    const five = fiveNumbers(values);
    expect(five.length).toBe(Math.min(5, count));
    expect(median(five)).toBe(median(values));
    expect(relativeSpread(five)).toBe(relativeSpread(values));
    expect([Math.min(...five), Math.max(...five)]).toEqual([
      Math.min(...values),
      Math.max(...values),
    ]);
  },
);
