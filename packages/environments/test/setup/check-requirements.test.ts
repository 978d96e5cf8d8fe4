import { expect, test } from 'vitest';
import { checkRequirements } from '../../src/setup/check-requirements.ts';
import type { Requirement } from '../../src/setup/setup.ts';

const h100 = { driver: '580.65.06', capability: '9.0', os: 'linux', architecture: 'x64' };

test.each([
  ['driver', '>=', '525.60.13', 'met'],
  ['driver', '>=', '580.65.06', 'met'],
  ['driver', '>=', '610', 'unmet'],
  ['capability', '<', '9.0', 'unmet'],
  ['capability', '<=', '9.0', 'met'],
  ['capability', '>', '8.9', 'met'],
  ['capability', '<', '10.0', 'met'],
  ['os', '==', 'linux', 'met'],
  ['architecture', '==', 'arm64', 'unmet'],
] as const)('%s %s %s is %s', (subject, operator, value, state) => {
  const requirement: Requirement = { subject, operator, value };
  expect(checkRequirements([requirement], h100)).toEqual([
    { requirement, found: h100[subject], state },
  ]);
});

test('without a driver there is nothing to hold it against', () => {
  const requirement: Requirement = { subject: 'driver', operator: '>=', value: '580' };
  expect(checkRequirements([requirement], { ...h100, driver: null })).toEqual([
    { requirement, found: null, state: 'unknown' },
  ]);
});
