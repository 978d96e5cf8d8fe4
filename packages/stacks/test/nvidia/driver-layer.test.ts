import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import {
  temporaryFolder,
  writeLink,
  writeText,
  writeTool,
} from '../../../workers/test/support/fake-tree.ts';
import { describeDriver } from '../../src/nvidia/driver-layer.ts';
import { driverFloor } from '../../src/nvidia/driver-floor.ts';
import { cudaOfDriver, driverOfCuda } from '../../src/nvidia/shipped-drivers.ts';

// The driver and its tools stand for hardware that is not here.

async function makeMachine(version: string | null, said: string) {
  const root = await temporaryFolder();
  if (version !== null) await writeText(join(root, 'sys/module/nvidia/version'), `${version}\n`);
  await writeTool(
    join(root, 'bin/nvidia-smi'),
    `case "$*" in *query*) echo "${version}, NVIDIA H100, 9.0, 81559";; *) echo "${said}";; esac`,
  );
  const library = await writeText(join(root, `lib/libcuda.so.${version ?? '1.1'}`));
  const link = await writeLink(join(root, 'lib/libcuda.so.1'), `libcuda.so.${version ?? '1.1'}`);
  const env = { PATH: `${join(root, 'bin')}:${process.env['PATH']}` };
  const options = { timeoutMs: 10_000, env, systemRoot: root };
  return { root, library, options, cache: [{ name: 'libcuda.so.1', file: link }] };
}

describe.skipIf(process.platform === 'win32')('describeDriver', () => {
  it('tells both halves, and the ceiling as nvidia-smi prints it', async () => {
    const { options, cache, library } = await makeMachine('580.65.06', '| CUDA Version: 13.0 |');
    expect(await describeDriver(options, cache)).toMatchObject({
      moduleVersion: '580.65.06',
      libcuda: { file: library, version: '580.65.06' },
      cudaCeiling: '13.0',
      gpu: { name: 'NVIDIA H100', computeCapability: '9.0' },
      problem: null,
    });
  });

  it('reads the ceiling under the name that it has since driver 610, and else from the table', async () => {
    const newer = await makeMachine('610.43.02', '| CUDA UMD Version: 13.3 |');
    expect(await describeDriver(newer.options, newer.cache)).toMatchObject({ cudaCeiling: '13.3' });
    const silent = await makeMachine('555.58.02', '');
    expect(await describeDriver(silent.options, silent.cache)).toMatchObject({
      cudaCeiling: '12.5',
    });
  });

  it('sees NVIDIA’s devices and switches on the bus, and whether the service runs', async () => {
    const { root, options } = await makeMachine('580.65.06', '');
    const device = async (name: string, type: string) => {
      const folder = join(root, 'sys/bus/pci/devices', name);
      await writeText(join(folder, 'vendor'), '0x10de\n');
      await writeText(join(folder, 'device'), '0x2330\n');
      await writeText(join(folder, 'class'), `${type}\n`);
    };
    await device('0000:01:00.0', '0x030200');
    expect(await describeDriver(options, [])).toMatchObject({
      hardware: ['0000:01:00.0 10de:2330'],
      fabricManager: null,
    });
    await device('0000:02:00.0', '0x068000');
    expect(await describeDriver(options, [])).toMatchObject({ fabricManager: 'absent' });
    await writeText(join(root, 'proc/77/comm'), 'nv-fabricmanage\n');
    expect(await describeDriver(options, [])).toMatchObject({ fabricManager: 'running' });
  });
});

describe('tables', () => {
  it('say which driver a CUDA came with, which CUDA a driver knows, and what it needs at least', () => {
    expect(driverOfCuda('12.4', 'linux')).toBe('550.54.14');
    expect(driverOfCuda('12.4', 'win32')).toBe('551.61');
    expect(cudaOfDriver('550.54.14', 'linux')).toBe('12.4');
    expect(cudaOfDriver('550.54', 'linux')).toBe('12.3');
    expect(cudaOfDriver('390.1', 'linux')).toBeNull();
    expect(driverFloor('12.8', 'linux')).toBe('525.60.13');
  });
});
