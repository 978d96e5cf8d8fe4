import { describe, expect, it } from 'vitest';
import { devicesOf } from '../../../src/analysis/publication/device.ts';
import { cpuMachine, gpuMachine, madeRun, madeStack } from '../../publish/make-publication.ts';

function keysOf(machine: typeof gpuMachine, ...stacks: ReturnType<typeof madeStack>[]) {
  const { header } = madeRun({ machine, stacks, cases: [], outcomes: [] });
  return [...devicesOf(header).values()].map(({ key }) => key);
}

describe('devicesOf', () => {
  it('names a GPU by its name, driver and system', () => {
    expect(keysOf(gpuMachine, madeStack('cuda:13.0'))).toEqual([
      'nvidia-h200_driver-580.65.06_debian-gnu-linux-12',
    ]);
  });

  it('keeps its key when the kernel or the host CPU changes', () => {
    const other = {
      ...gpuMachine,
      osVersion: 'Debian GNU/Linux 12 (bookworm), kernel 6.1.0-31-amd64',
      cpu: 'Another CPU',
      cpuCount: 64,
    };
    expect(keysOf(other, madeStack('cuda:13.0'))).toEqual(
      keysOf(gpuMachine, madeStack('cuda:13.0')),
    );
  });

  it('gives software the CPU as its device, apart from the GPU of the same machine', () => {
    expect(
      keysOf(gpuMachine, madeStack('cuda:13.0'), madeStack('webgpu:dawn/swiftshader')),
    ).toEqual([
      'nvidia-h200_driver-580.65.06_debian-gnu-linux-12',
      'a-made-up-cpu_16-cpus_debian-gnu-linux-12',
    ]);
  });

  it('puts a browser that hides the name on the only GPU that another stack names', () => {
    const browser = madeStack('webgpu:chromium/nvidia', { gpu: '0x2335', device: '0x2335' });
    expect(new Set(keysOf(gpuMachine, madeStack('cuda:13.0'), browser)).size).toBe(1);
  });

  it('takes a name in small letters for the same GPU', () => {
    const dawn = madeStack('webgpu:dawn/nvidia-h200', { gpu: null, device: 'nvidia-h200' });
    expect(new Set(keysOf(gpuMachine, madeStack('cuda:13.0'), dawn)).size).toBe(1);
  });

  it('does not guess among two GPUs', () => {
    const keys = keysOf(
      gpuMachine,
      madeStack('cuda:13.0'),
      madeStack('cuda:12.8', { gpu: 'NVIDIA L4' }),
      madeStack('webgpu:chromium/x', { gpu: '0x1' }),
    );
    expect(keys[2]).toContain('unnamed-gpu');
  });

  it('does not give the NVIDIA driver to a GPU of another vendor', () => {
    const intel = madeStack('webgpu:dawn/intel', {
      gpu: 'Intel Arc A770',
      driver: 'Mesa 25.1',
    });
    expect(keysOf(gpuMachine, intel)).toEqual([
      'intel-arc-a770_driver-mesa-25.1_debian-gnu-linux-12',
    ]);
  });

  it('tells Windows and macOS by what they call themselves', () => {
    const mac = { ...cpuMachine, platform: 'darwin', osVersion: '24.5.0' };
    expect(keysOf(mac, madeStack('webgpu:dawn/swiftshader'))[0]).toContain('macos-24.5');
  });
});
