import type { PlannedEnvironment } from '@stackbench/environments';
import { createPaint } from '@stackbench/report';
import { expect, test } from 'vitest';
import { describeCheck, describePlanned } from '../../src/setups/describe-planned.ts';

const cost = { packages: 2, downloadBytes: 3.9e9, cachedBytes: 0, copies: false, freeBytes: 1e12 };
const planned = {
  setup: { name: 'one', digest: 'new' },
  state: { is: 'absent' },
  job: { lock: null },
  manager: { name: 'uv', version: '0.13.9', foundBy: 'PATH' },
  checks: [
    {
      requirement: { subject: 'os', operator: '==', value: 'linux' },
      found: 'linux',
      state: 'met',
    },
    {
      requirement: { subject: 'driver', operator: '>=', value: '525' },
      found: '580.65',
      state: 'met',
    },
  ],
  cost,
} as unknown as PlannedEnvironment;
const describe = (about: object) =>
  describePlanned({ ...planned, ...about }, 3, 500, createPaint(false));

test.each([
  [{}, ['one  with uv 0.13.9 (PATH) · 2 packages, 3.9 GB to download · driver 580.65 ≥ 525 ✓']],
  [
    { cost: { ...cost, downloadBytes: null } },
    [expect.stringContaining('of a size that is known once they arrive')],
  ],
  [
    { cost: { ...cost, downloadBytes: 0, cachedBytes: 4e9 } },
    [expect.stringContaining('4.0 GB in the cache, nothing to download')],
  ],
  [
    { cost: { ...cost, copies: true } },
    [expect.anything(), expect.stringContaining('every file is copied')],
  ],
  [{ state: { is: 'unfinished' } }, [expect.anything(), expect.stringContaining('was cut off')]],
  [
    { state: { is: 'complete', record: { setupDigest: 'old' } } },
    [expect.anything(), expect.stringContaining('its setup changed since')],
  ],
  [
    { state: { is: 'complete', record: { setupDigest: 'old' } }, job: { lock: {} } },
    [expect.anything(), expect.stringContaining('as it was resolved before its setup changed')],
  ],
  [
    { checks: [{ ...planned.checks[1], found: null, state: 'unknown' }] },
    [expect.stringContaining('no GPU here to hold it against')],
  ],
])('%j', (about, lines) => {
  expect(describe(about)).toEqual(lines);
});

test('what is not met is told with what is there', () => {
  const requirement = { subject: 'capability', operator: '<', value: '9.0' } as const;
  expect(describeCheck({ requirement, found: '9.0', state: 'unmet' })).toBe(
    'capability 9.0 < 9.0 ✗',
  );
});
