import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gpuDevice, lockDevices, ownCpu } from '@stackbench/engine';
import { readCpuSet } from '@stackbench/stacks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLocks } from '../../../src/commands/run/locks.ts';

const gpuUuid = 'GPU-8932f937-d72c';
/** Stacks, and what they compute on. */
const onCpu = { software: true, facts: { cpus: readCpuSet() } };
const onGpu = { software: false, facts: { gpuUuid } };
const [cpu, gpu] = [ownCpu(), gpuDevice({ gpuUuid })];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackbench-test-'));
  vi.stubEnv('STACKBENCH_LOCKS', folder);
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
  await locks.reserve([cpu, gpu]);
  expect(() => lockDevices([cpu])).toThrow('Another run is using the cpu');
  await locks.take([onCpu]);
  locks.keepOnly([onCpu]);
  lockDevices([gpu])();
  locks.release();
  lockDevices([cpu])();
});

it('goes on where one device is free, and refuses at once where none is, naming --wait', async () => {
  const ofGpu = lockDevices([gpu]);
  const first = locksOf(false);
  await first.reserve([cpu, gpu]);
  await expect(locksOf(false).reserve([cpu, gpu])).rejects.toMatchObject({
    message: expect.stringContaining(`process ${process.pid}`),
    fix: expect.stringContaining('--wait'),
  });
  await expect(first.take([onGpu])).rejects.toThrow('Another run is using the gpu');
  first.release();
  ofGpu();
});

it('waits where it was told to, and says so once', async () => {
  const other = lockDevices([cpu]);
  const said: string[] = [];
  const locks = locksOf(true, said);
  const taken = locks.take([onCpu]);
  setTimeout(other, 700);
  await taken;
  expect(said).toEqual([expect.stringContaining('Another run is using the cpu')]);
  expect(() => lockDevices([cpu])).toThrow('Another run is using the cpu');
  locks.release();
});

it('takes a GPU by another name beside its own, and by none where another run has any', async () => {
  const locks = locksOf(false);
  await locks.reserve([cpu, gpuDevice({ gpuUuid, pciBusId: '00000000:01:00.0' })]);
  const byAddress = { software: false, facts: { pciBusId: '0000:01:00.0' } };
  const unknown = { software: false, facts: {} };
  await locks.take([byAddress, unknown]);
  locks.keepOnly([byAddress]);
  const another = lockDevices([gpuDevice({ gpuUuid: 'GPU-1b2c3d4e-aaaa' })]);
  expect(() => lockDevices([gpuDevice({ pciBusId: '00000000:01:00.0' })])).toThrow(
    'the gpu (0000:01:00.0)',
  );
  await expect(locks.take([unknown])).rejects.toThrow('the gpu (GPU-1b2c3d4e-aaaa)');
  another();
  locks.release();
});

it('does not wait for what nobody will end, nor says that waiting helps', async () => {
  vi.stubEnv('STACKBENCH_LOCKS', join(folder, 'file'));
  writeFileSync(join(folder, 'file'), '');
  for (const wait of [false, true]) {
    const said: string[] = [];
    await expect(locksOf(wait, said).take([onCpu])).rejects.toMatchObject({
      message: expect.stringContaining('Devices cannot be locked'),
      fix: expect.not.stringContaining('--wait'),
    });
    expect(said).toEqual([]);
  }
});
