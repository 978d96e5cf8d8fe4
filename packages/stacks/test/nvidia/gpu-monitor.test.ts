import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Stack } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { openGpuMonitor } from '../../src/nvidia/gpu-monitor.ts';
import { temporaryFolder, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { deprecated, type FakeDriver, fakeSmi } from '../support/fake-smi.ts';

const native: Stack = {
  id: 'cuda:13.0@/usr/local/cuda-13.0',
  kind: 'cuda',
  software: false,
  native: true,
  computes: ['cu', 'library'],
  available: true,
  facts: {},
};
const webgpu: Stack = {
  ...native,
  id: 'webgpu:dawn/nvidia-h100',
  kind: 'webgpu',
  computes: ['wgsl'],
  facts: { vendor: 'nvidia' },
};

const calm = ['1980', '2619', '612.31', '61', '0x0000000000000004'];

describe('the monitor of a GPU, by a FAKE nvidia-smi', () => {
  test.each<FakeDriver>([525, 535, 580, 610])(
    'reads what R%i prints, as it changes',
    async (driver) => {
      const hot = ['1215', '2619', '480.00', '91', '0x0000000000000060'];
      const monitor = openGpuMonitor(native, await fakeSmi(driver, [calm, hot]))!;
      expect(await monitor.read()).toEqual({
        smClockMhz: 1980,
        memoryClockMhz: 2619,
        powerW: 612.31,
        temperatureC: 61,
        throttleReasons: ['power-cap'],
        foreignProcesses: 0,
      });
      expect(await monitor.read()).toMatchObject({
        smClockMhz: 1215,
        throttleReasons: ['thermal', 'hardware-thermal'],
      });
    },
  );

  test.each([
    null,
    'N/A',
    '[Not Supported]',
    '[Unknown Error]',
    '[Insufficient Permissions]',
    deprecated,
  ])('leaves out what it calls %s', async (unknown) => {
    const variables = await fakeSmi(580, [['1980', unknown, unknown, '61', unknown]]);
    expect(await openGpuMonitor(native, variables)!.read()).toMatchObject({
      smClockMhz: 1980,
      memoryClockMhz: null,
      powerW: null,
      throttleReasons: null,
    });
  });

  test('of an instance of a GPU it is not told which processes are on it', async () => {
    const part = { ...native, facts: { gpuUuid: 'GPU-8932', migUuid: 'MIG-1111' } };
    const monitor = openGpuMonitor(part, await fakeSmi(580, [calm], [4_000_001]))!;
    expect(await monitor.read()).toMatchObject({ smClockMhz: 1980, foreignProcesses: null });
  });

  test.each([
    { who: 'its own worker', stack: native, pids: [process.pid], foreign: 0 },
    { who: 'its own worker beside another', stack: native, pids: [process.pid, 1], foreign: 1 },
    // In a container: numbers of the host.
    { who: 'one without a name here', stack: native, pids: [4_000_001], foreign: 0 },
    { who: 'two without a name here', stack: native, pids: [4_000_001, 4_000_002], foreign: 1 },
    {
      who: 'one, while WebGPU, which is none, computes',
      stack: webgpu,
      pids: [4_000_001],
      foreign: 1,
    },
  ])('counts others among the processes on it: $who', async ({ stack, pids, foreign }) => {
    const monitor = openGpuMonitor(stack, await fakeSmi(580, [calm], pids))!;
    expect(await monitor.read()).toMatchObject({ foreignProcesses: foreign });
  });

  test('one that fails is asked no more', async () => {
    const folder = await temporaryFolder();
    const log = join(folder, 'log');
    await writeTool(
      join(folder, 'nvidia-smi'),
      `echo x >> '${log}'\necho 'Unable to determine' ; exit 6`,
    );
    const monitor = openGpuMonitor(native, { PATH: folder })!;
    expect(await monitor.read()).toBeNull();
    const asked = await readFile(log, 'utf8');
    expect(await monitor.read()).toBeNull();
    expect(await readFile(log, 'utf8')).toBe(asked);
  });

  test('of several GPUs, none of them named, nothing is told', async () => {
    const folder = await temporaryFolder();
    await writeTool(join(folder, 'nvidia-smi'), "echo '1, 2, 3, 4, 0x0'; echo '1, 2, 3, 4, 0x0'");
    expect(await openGpuMonitor(native, { PATH: folder })!.read()).toBeNull();
  });
});

test('there is no monitor without nvidia-smi, for the CPU, or for the GPU of another vendor', async () => {
  const variables = await fakeSmi(580, [calm]);
  expect(openGpuMonitor(native, { PATH: await temporaryFolder() })).toBeNull();
  expect(openGpuMonitor({ ...webgpu, software: true }, variables)).toBeNull();
  expect(openGpuMonitor({ ...webgpu, facts: { vendor: 'amd' } }, variables)).toBeNull();
});
