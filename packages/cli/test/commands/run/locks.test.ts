import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDevices } from '@stackbench/engine';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLocks } from '../../../src/commands/run/locks.ts';

const [cpu, gpu] = [{ software: true }, { software: false }];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackbench-test-'));
  vi.stubEnv('XDG_RUNTIME_DIR', folder);
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function locksOf(wait: boolean, said: string[] = []) {
  const { signal } = new AbortController();
  return createLocks({ wait, signal, onWait: (reason) => said.push(reason) });
}

it('reserves both devices before it knows which is needed, and frees the other', async () => {
  const locks = locksOf(false);
  await locks.reserve();
  expect(() => lockDevices(['cpu'])).toThrow('Another run is using the cpu');
  await locks.take([cpu]);
  locks.keepOnly([cpu]);
  lockDevices(['gpu'])();
  locks.release();
  lockDevices(['cpu'])();
});

it('goes on where one device is free, and refuses at once where none is, naming --wait', async () => {
  const ofGpu = lockDevices(['gpu']);
  const first = locksOf(false);
  await first.reserve();
  await expect(locksOf(false).reserve()).rejects.toMatchObject({
    message: expect.stringContaining(`process ${process.pid}`),
    fix: expect.stringContaining('--wait'),
  });
  await expect(first.take([gpu])).rejects.toThrow('Another run is using the gpu');
  first.release();
  ofGpu();
});

it('waits where it was told to, and says so once', async () => {
  const other = lockDevices(['cpu']);
  const said: string[] = [];
  const locks = locksOf(true, said);
  const taken = locks.take([cpu]);
  setTimeout(other, 700);
  await taken;
  expect(said).toEqual([expect.stringContaining('Another run is using the cpu')]);
  expect(() => lockDevices(['cpu'])).toThrow('Another run is using the cpu');
  locks.release();
});
