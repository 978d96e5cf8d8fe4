import { expect, test } from 'vitest';
import { describeElement, describeSum } from '../../src/verification/describe-element.ts';

test('matrices have rows and columns, other tensors coordinates', () => {
  expect(describeElement([4, 5], 7)).toBe('element 7 (row 1, column 2 of 4 × 5)');
  expect(describeElement([2, 3, 4, 5], 119)).toBe('element 119 ([1, 2, 3, 4] of 2 × 3 × 4 × 5)');
});

test('a weighted sum is told by its ends, also along an axis that is not the last', () => {
  expect(describeSum([2, 3, 4], { length: 3, inner: 4 }, 5)).toBe(
    'the weighted sum from [1, 0, 1] to [1, 2, 1]',
  );
});
