import { expect, test } from 'vitest';
import { overrideCuda } from '../../src/create/override-cuda.ts';
import type { Requirement } from '../../src/setup/setup.ts';

const needs = (value: string): Requirement[] => [{ subject: 'driver', operator: '>=', value }];

test.each([
  ['580', '13.0'],
  ['525.60.13', '12.0'],
  ['450.80.02', '11.0'],
])('where no driver is, a setup for driver %s is solved for CUDA %s', (driver, cuda) => {
  expect(overrideCuda({ A: '1' }, needs(driver), null)).toEqual({
    A: '1',
    CONDA_OVERRIDE_CUDA: cuda,
  });
});

test("a driver, a user's own value, and a setup for the CPU need none", () => {
  expect(overrideCuda({}, needs('580'), '580.65')).toEqual({});
  const env = { CONDA_OVERRIDE_CUDA: '12.9' };
  expect(overrideCuda(env, needs('580'), null)).toBe(env);
  expect(overrideCuda({}, [], null)).toEqual({});
});
