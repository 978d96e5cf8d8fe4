import process from 'node:process';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { medianInterval } from '../src/median-interval.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

// Ranks of the 95 % interval: Conover, Practical Nonparametric Statistics, table of the sign test.
test.each([
  [6, 1, 6],
  [8, 1, 8],
  [9, 2, 8],
  [10, 2, 9],
  [15, 4, 12],
  [20, 6, 15],
  [25, 8, 18],
  [50, 18, 33],
  [100, 40, 61],
])('of %i values the interval of 0.95 runs from rank %i to rank %i', (count, low, high) => {
  expect(medianInterval(upTo(count))).toEqual({ low, high });
});

test('too few values for the confidence give no interval', () => {
  expect(medianInterval(upTo(5))).toBeNull();
  expect(medianInterval([])).toBeNull();
  expect(medianInterval(upTo(7), 0.99)).toBeNull();
  expect(medianInterval(upTo(8), 0.99)).toEqual({ low: 1, high: 8 });
  expect(medianInterval(upTo(5), 0.9)).toEqual({ low: 1, high: 5 });
});

test('the order of the samples does not matter', () => {
  expect(medianInterval([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual({ low: 2, high: 9 });
});

test('the interval covers the true median at least as often as promised, for a skewed clock', () => {
  const random = xoroshiro128plus(7);
  const trials = 4000;
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const samples = upTo(12).map(() => -Math.log(1 - uniformFloat64(random)));
    const interval = medianInterval(samples);
    if (interval !== null && interval.low <= Math.LN2 && Math.LN2 <= interval.high) covered++;
  }
  // Exactly 1 − 2·79/4096 = 0.9614 for 12 values; ± 3.3 standard errors.
  expect(covered / trials).toBeGreaterThan(0.951);
  expect(covered / trials).toBeLessThan(0.972);
});

test('asking after every one of a thousand samples costs little', () => {
  const samples: number[] = [];
  const before = process.cpuUsage();
  for (const value of upTo(1000)) {
    samples.push(value);
    medianInterval(samples);
  }
  // Of the processor's time: on a busy machine a clock tells of others.
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(500);
});
