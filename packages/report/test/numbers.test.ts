import { expect, test } from 'vitest';
import {
  formatBar,
  formatDeviation,
  formatDuration,
  formatShare,
  formatThroughput,
  threeDigits,
} from '../src/numbers.ts';

test('numbers have three significant digits and never an exponent', () => {
  expect([0.34123, 5.1, 45.67, 726, 999.6].map(threeDigits)).toEqual([
    '0.341',
    '5.10',
    '45.7',
    '726',
    '1000',
  ]);
  expect(threeDigits(0.0001)).toBe('<0.001');
});

test('a throughput takes the unit in which it is 1 or more, after rounding', () => {
  expect(formatThroughput({ perSecond: 999.4e9, unit: 'FLOP/s' })).toBe('999 GFLOP/s');
  expect(formatThroughput({ perSecond: 999.6e9, unit: 'FLOP/s' })).toBe('1.00 TFLOP/s');
  expect(formatThroughput({ perSecond: 3.4e8, unit: 'FLOP/s' })).toBe('340 MFLOP/s');
  expect(formatThroughput({ perSecond: 2.15e12, unit: 'B/s' })).toBe('2.15 TB/s');
  expect(formatThroughput({ perSecond: 512, unit: 'B/s' })).toBe('512 B/s');
});

test('deviations and shares too small to show say so', () => {
  expect([0.0001, 0.0084, 0.0996, 0.16].map(formatDeviation)).toEqual([
    '±<0.1%',
    '±0.8%',
    '±10%',
    '±16%',
  ]);
  expect([0.001, 0.73, 1].map(formatShare)).toEqual(['<1%', '73%', '100%']);
});

test('a bar is true to an eighth of a column and never empty', () => {
  expect(formatBar(1, 4)).toBe('████');
  expect(formatBar(0.5, 3)).toBe('█▌');
  expect(formatBar(0.0001, 4)).toBe('▏');
});

test('durations read as people say them', () => {
  expect([800, 12_300, 59_600, 185_000, 3_720_000].map(formatDuration)).toEqual([
    '0.8 s',
    '12 s',
    '1 min 00 s',
    '3 min 05 s',
    '1 h 02 min',
  ]);
});
