import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openProbeCache } from '../../src/discover/probe-cache.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-probes-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const command = { file: '/bin/true', args: ['--software'], replies: 'fd3' as const };
const description = {
  protocol: 2 as const,
  clock: { name: 'timestamp-query', quantumNs: 1 },
  facts: { vendor: 'fake' },
};

test('what was said is remembered, for the same command alone, until it is dropped', async () => {
  const cache = openProbeCache(folder);
  await cache.put(command, description);
  expect(await cache.get(command)).toEqual(description);
  expect(await cache.get({ ...command, args: [] })).toBeNull();
  await cache.drop(command);
  expect(await cache.get(command)).toBeNull();
});

test.each(['VK_LOADER_DRIVERS_SELECT', 'MESA_VK_DEVICE_SELECT', 'DRI_PRIME'])(
  'with another %s it is asked anew',
  async (variable) => {
    const cache = openProbeCache(folder);
    await cache.put(command, description);
    vi.stubEnv(variable, 'other*');
    expect(await cache.get(command)).toBeNull();
    vi.unstubAllEnvs();
    expect(await cache.get(command)).toEqual(description);
  },
);
