import { defaultTunables } from '@stackbench/model';
import { expect, test } from 'vitest';
import { decideStop } from '../../src/measurement/decide-stop.ts';

const spread = (count: number, fraction: number) =>
  Array.from({ length: count }, (_, i) => 1e6 * (1 + fraction * (i / (count - 1) - 0.5)));
const decide = (kernelNs: number[], deviceMs: number, spentMs = deviceMs) =>
  decideStop({ kernelNs, deviceNs: deviceMs * 1e6, spentNs: spentMs * 1e6 }, defaultTunables);

test('stops once samples, device time and interval all suffice', () => {
  expect(decide(spread(10, 0.001), 300)).toBe('interval');
});

test('goes on while any of the three is missing', () => {
  expect(decide(spread(9, 0.001), 300)).toBeNull();
  expect(decide(spread(10, 0.001), 299)).toBeNull();
  expect(decide(spread(10, 0.2), 300)).toBeNull();
});

test('stops when time is up, however few the samples', () => {
  expect(decide([1], 3000)).toBe('time');
  expect(decide(spread(10, 0.2), 300, 3001)).toBe('time');
});
