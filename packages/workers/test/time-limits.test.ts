import { timeLimits, type Wait } from '@stackbench/model';
import { expect, test, vi } from 'vitest';
import { givenSeconds, timeLimitMs } from '../src/index.ts';

test('what is waited for has the limits of its phase, unless a variable says otherwise', () => {
  for (const [wait, seconds] of Object.entries(timeLimits) as [Wait, number][])
    expect(timeLimitMs(wait)).toBe(seconds * 1000);
  vi.stubEnv('STACKBENCH_TIMEOUT_IMPORT', '0.5');
  expect(timeLimitMs('import')).toBe(500);
  vi.stubEnv('STACKBENCH_TIMEOUT_IMPORT', '');
  expect(timeLimitMs('import')).toBe(180_000);
  vi.unstubAllEnvs();
});

test.each(['0', '-1', '1e3', '10s', 'Infinity', '99999999'])(
  'a limit of %s is refused by the name of its variable',
  (text) => {
    expect(() => givenSeconds('build', { STACKBENCH_TIMEOUT_BUILD: text })).toThrow(
      `STACKBENCH_TIMEOUT_BUILD cannot be '${text}'`,
    );
  },
);
