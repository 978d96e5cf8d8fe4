import { expect, test } from 'vitest';
import { median, sortAscending } from '../src/median.ts';

test('the median of an odd count is the middle value, whatever the order', () => {
  expect(median([9, 1, 10])).toBe(9);
});

test('the median of an even count is the mean of the two in the middle', () => {
  expect(median([4, 1, 100, 2])).toBe(3);
});

test('values are compared as numbers and left as they were', () => {
  const values = [100, 20, 3];
  expect(median(values)).toBe(20);
  expect(values).toEqual([100, 20, 3]);
});

test('no values, or one that is not a number, is a mistake of the caller', () => {
  expect(() => median([])).toThrow('no values');
  expect(() => median([1, Number.NaN, 2])).toThrow('not a number');
});

test.each([2, 31, 32, 33, 500])('%i values are sorted, whatever their number', (count) => {
  const values = Array.from({ length: count }, (_, at) => (at * 7919) % 503);
  expect(Array.from(sortAscending(values))).toEqual(values.toSorted((a, b) => a - b));
  expect(() => sortAscending([...values, Number.NaN])).toThrow('not a number');
});
