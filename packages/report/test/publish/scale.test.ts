// @module-tag machine
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** In a process of its own, so that its memory is all that is measured; the making of the run included. */
it('publishes 100,000 outcomes in 10 s and 1 GiB', async () => {
  const script = join(import.meta.dirname, 'publish-at-scale.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  const measured = JSON.parse(stdout) as Record<string, number>;
  expect(measured['outcomes']).toBe(100_000);
  expect(measured['ms']).toBeLessThan(10_000);
  expect(measured['residentBytes']).toBeLessThan(2 ** 30);
  expect(measured['bytes']).toBeLessThan(5e6);
});
