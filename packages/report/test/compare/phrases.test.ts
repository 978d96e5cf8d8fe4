import { expect, test } from 'vitest';
import {
  describeRatio,
  formatInterval,
  formatPercent,
  formatTime,
} from '../../src/compare/phrases.ts';

test.each([
  [1.234, 'takes 23.4 % more time than A'],
  [0.9, 'takes 10.0 % less time than A'],
  [1.0002, 'takes as long as A'],
  [3.4159, 'takes 3.42× the time of A'],
  [0.25, 'takes 1/4.00 of the time of A'],
])('B %d: %s', (ratio, words) => {
  expect(describeRatio(ratio)).toBe(words);
});

test.each([
  [12.34, '12.3 ns'],
  [999.6, '1.00 µs'],
  [123_456, '123 µs'],
  [1.5e9, '1.50 s'],
  [1e12, '1000 s'],
])('%d ns is %s', (ns, words) => {
  expect(formatTime(ns)).toBe(words);
});

test('intervals and percentages are short', () => {
  expect(formatInterval({ low: 0.98765, high: 1.01234 })).toBe('0.988–1.012');
  expect(formatInterval(null)).toBe('no interval');
  expect(formatPercent(0.01)).toBe('1 %');
  expect(formatPercent(0.0237)).toBe('2.4 %');
});
