import type { Conditions, GpuReading } from '@stackbench/model';
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

const disturbed = (conditions: Conditions) => findDisturbance({ conditions, samplingNs: 1e9 });
const limited = (throttledNs: number) =>
  findDisturbance({
    samplingNs: 1e9,
    host: { load: 1, clockMhz: 3000, quotaCpus: 1.5, throttledNs },
  });

test('a GPU at its limit of power is as it is meant to be, and one that tells nothing is not suspected', () => {
  expect(disturbed({ before: calm, after: calm })).toBeNull();
  expect(disturbed({ before: unknown, after: unknown })).toBeNull();
});

test('heat says how hot and how slow', () => {
  const hot: GpuReading = {
    ...calm,
    throttleReasons: ['thermal'],
    temperatureC: 90,
    smClockMhz: 1200,
  };
  expect(disturbed({ before: calm, after: hot })).toMatchObject({
    status: 'throttled',
    reason: expect.stringContaining('(thermal) at 90 °C, 1200 MHz, 650 W') as string,
  });
});

test('a process of others counts whenever it was there', () => {
  const shared = { ...calm, foreignProcesses: 1 };
  expect(disturbed({ before: shared, after: calm })).toMatchObject({ status: 'contended' });
});

test('a limit of processor time spoils what it held back, and nothing else', () => {
  expect(limited(5e6)).toBeNull();
  expect(limited(120e6)).toMatchObject({
    status: 'throttled',
    reason: expect.stringContaining(
      '1.5 processors (cgroup) held it back for 120 ms while 1000 ms',
    ) as string,
  });
  const unlimited = { load: 30, clockMhz: null, quotaCpus: null, throttledNs: null };
  expect(findDisturbance({ samplingNs: 1e9, host: unlimited })).toBeNull();
});
