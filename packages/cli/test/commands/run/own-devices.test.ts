import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { lockDevices } from '@stackbench/engine';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findOwnDevices } from '../../../src/commands/run/own-devices.ts';
import { temporaryFolder, writeTool } from '../../../../workers/test/support/fake-tree.ts';
import { makeFolder } from '../../start-bench.ts';

const here = (path: string) => JSON.stringify(join(import.meta.dirname, path));

/** Locks the processors that a run would reserve, says so, and holds them until its input ends. */
const script = `
  import { ownCpu } from ${here('../../../../engine/src/device-lock/device.ts')};
  import { lockDevices } from ${here('../../../../engine/src/device-lock/lock-devices.ts')};
  const cpu = ownCpu();
  try {
    lockDevices([cpu]);
    console.log('holds ' + cpu.name);
    process.stdin.resume();
  } catch (error) {
    console.log(error.message);
  }
`;

/** What a process of its own, with a temporary folder of its own, says of what it locked. It lives until the test ends. */
async function hold(locks: string, cpus: string): Promise<string> {
  const node = [process.execPath, '--input-type=module-typescript', '-e', script];
  const TMPDIR = await mkdtemp(join(locks, 'tmp-'));
  const child = spawn('taskset', ['-c', cpus, ...node], {
    env: { ...process.env, TMPDIR, STACKBENCH_LOCKS: locks },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    const ended = child.exitCode ?? once(child, 'exit');
    child.stdin.end();
    await ended;
  });
  const [said] = await once(child.stdout.setEncoding('utf8'), 'data');
  return String(said).trim();
}

function canPin(): boolean {
  try {
    execFileSync('taskset', ['-c', '0,1', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A FAKE nvidia-smi of two GPUs, the second in two instances. */
async function fakeGpus(): Promise<string> {
  const folder = await temporaryFolder();
  await writeTool(
    join(folder, 'nvidia-smi'),
    `case "$*" in
    -L)
      echo 'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aaaa)'
      echo 'GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-bbbb)'
      echo '  MIG 3g.20gb     Device  0: (UUID: MIG-1111)'
      echo '  MIG 3g.20gb     Device  1: (UUID: MIG-2222)';;
    *index*) echo '0, GPU-aaaa, NVIDIA A100'; echo '1, GPU-bbbb, NVIDIA A100';;
    *uuid,pci*'-i 0'|*uuid,pci*'-i GPU-aaaa') echo 'GPU-aaaa, 00000000:01:00.0, Disabled, Enabled, Enabled';;
    *uuid,pci*) echo 'GPU-bbbb, 00000000:02:00.0, Enabled, Enabled, Enabled';;
    *) echo '580.65.06, NVIDIA A100, 8.0, 40960';;
    esac`,
  );
  return folder;
}

/** Locks the GPU that programs get, until the test ends. */
async function lock(visible: string): Promise<string[]> {
  vi.stubEnv('CUDA_VISIBLE_DEVICES', visible);
  const gpu = (await findOwnDevices({})).filter(({ kind }) => kind === 'gpu');
  onTestFinished(lockDevices(gpu));
  return gpu.map(({ name }) => name);
}

describe.runIf(process.platform === 'linux')('devices of runs side by side', () => {
  it.skipIf(!canPin())('are sets of processors: apart they leave each other alone', async () => {
    const locks = await makeFolder();
    const on = (set: string) => hold(locks, set);
    expect(await on('1')).toBe('holds cpu (1)');
    expect(await on('0')).toBe('holds cpu (0)');
    expect(await on('0-1')).toMatch(/^Another run is using the cpu \([01]\): process \d+, since /);
  });

  it('are GPUs by their identity, whatever CUDA_VISIBLE_DEVICES calls them', async () => {
    vi.stubEnv('STACKBENCH_LOCKS', await makeFolder());
    vi.stubEnv('PATH', await fakeGpus());
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await lock('0')).toEqual(['gpu (GPU-aaaa)']);
    await expect(lock('GPU-aaaa,1')).rejects.toThrow(
      'Another run is using the gpu (GPU-aaaa): process',
    );
    expect(await lock('MIG-2222')).toEqual(['gpu (MIG-2222)']);
    // What programs get of a GPU in instances is the first.
    expect(await lock('1')).toEqual(['gpu (MIG-1111)']);
    await expect(lock('MIG-1111')).rejects.toThrow('using the gpu (MIG-1111)');
  });
});
