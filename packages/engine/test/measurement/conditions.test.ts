import type { GpuReading } from '@stackbench/model';
import { expect, test } from 'vitest';
import { findDisturbance } from '../../src/measurement/conditions.ts';

const calm: GpuReading = {
  smClockMhz: 1980,
  memoryClockMhz: 2619,
  powerW: 650,
  temperatureC: 60,
  throttleReasons: ['power-cap'],
  foreignProcesses: 0,
};
const unknown: GpuReading = {
  smClockMhz: null,
  memoryClockMhz: null,
  powerW: null,
  temperatureC: null,
  throttleReasons: null,
  foreignProcesses: null,
};

test('a GPU at its limit of power is as it is meant to be, and one that tells nothing is not suspected', () => {
  expect(findDisturbance({ before: calm, after: calm })).toBeNull();
  expect(findDisturbance({ before: unknown, after: unknown })).toBeNull();
});

test('heat says how hot and how slow', () => {
  const hot: GpuReading = {
    ...calm,
    throttleReasons: ['thermal'],
    temperatureC: 90,
    smClockMhz: 1200,
  };
  expect(findDisturbance({ before: calm, after: hot })).toMatchObject({
    status: 'throttled',
    reason: expect.stringContaining('(thermal) at 90 °C, 1200 MHz, 650 W') as string,
  });
});

test('a process of others counts whenever it was there', () => {
  const shared = { ...calm, foreignProcesses: 1 };
  expect(findDisturbance({ before: shared, after: calm })).toMatchObject({ status: 'contended' });
});
