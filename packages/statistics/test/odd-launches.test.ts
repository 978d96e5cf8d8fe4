import { expect, test } from 'vitest';
import { findOddLaunches } from '../src/odd-launches.ts';
import { seedRandom } from './random.ts';

const usual = [0.05, 0.052, 0.048, 0.051, 0.049, 0.05];

test('one launch far from the others is odd, wherever it stands and on either side', () => {
  expect(findOddLaunches([...usual, Math.log(5)])).toEqual([6]);
  expect(findOddLaunches([-0.4, ...usual])).toEqual([0]);
});

test('of ten, two that hide each other are both found', () => {
  expect(findOddLaunches([1.6, ...usual, 1.6, 0.05, 0.051])).toEqual([0, 7]);
});

test('few launches do not tell which of them is odd', () => {
  expect(findOddLaunches([0, 0.001, 0, 5])).toEqual([]);
});

test('launches in two groups are no outliers but two ways in which a launch goes', () => {
  expect(findOddLaunches([0, 0.001, 0.002, 0.5, 0.501, 0.502, 0.5])).toEqual([]);
});

test('a step of a coarse clock is not odd, nor is anything among equal launches', () => {
  expect(findOddLaunches([0, 0, 0, 0, 0, 0, 0.004])).toEqual([]);
  expect(findOddLaunches([1, 1, 1, 1, 1, 1, 1])).toEqual([]);
});

test('launches that are alike hold an odd one as seldom as the rule says', () => {
  const random = seedRandom(1);
  const tables = 4000;
  let found = 0;
  for (let table = 0; table < tables; table++) {
    const logs = Array.from({ length: 7 }, () => 0.02 * random.normal());
    if (findOddLaunches(logs).length > 0) found++;
  }
  // 0.1 % of 4000 is 4; more than 12 would be four standard deviations.
  expect(found).toBeLessThanOrEqual(12);
});
