import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder, writeTool } from '../../../../workers/test/support/fake-tree.ts';
import { makeFolder } from '../../start-bench.ts';

const here = (path: string) => JSON.stringify(join(import.meta.dirname, path));

/** Locks what a run would reserve of this kind, says so, and holds it until its input ends. */
const script = (kind: string) => `
  import { lockDevices } from ${here('../../../../engine/src/index.ts')};
  import { findOwnDevices } from ${here('../../../src/commands/run/own-devices.ts')};
  const devices = (await findOwnDevices({})).filter(({ kind }) => kind === '${kind}');
  try {
    lockDevices(devices);
    console.log('holds ' + devices[0].name);
    process.stdin.resume();
  } catch (error) {
    console.log(error.message);
  }
`;

interface Holding {
  kind: 'cpu' | 'gpu';
  /** What the process is started by. */
  by?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** What a process of its own, with a temporary folder of its own, says of what it locked. It lives until the test ends. */
async function hold(locks: string, { kind, by = [], env = {} }: Holding): Promise<string> {
  const [file, ...args] = [
    ...by,
    process.execPath,
    '--input-type=module-typescript',
    '-e',
    script(kind),
  ];
  const TMPDIR = await mkdtemp(join(locks, 'tmp-'));
  const child = spawn(file, args, {
    env: { ...process.env, TMPDIR, STACKBENCH_LOCKS: locks, ...env },
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

describe.runIf(process.platform === 'linux')('devices of runs side by side', () => {
  it.skipIf(!canPin())('are sets of processors: apart they leave each other alone', async () => {
    const locks = await makeFolder();
    const on = (set: string) => hold(locks, { kind: 'cpu', by: ['taskset', '-c', set] });
    expect(await on('1')).toBe('holds cpu (1)');
    expect(await on('0')).toBe('holds cpu (0)');
    expect(await on('0-1')).toMatch(/^Another run is using the cpu \([01]\): process \d+, since /);
  });

  it('are GPUs by their identity, whatever CUDA_VISIBLE_DEVICES calls them', async () => {
    const [locks, tools] = [await makeFolder(), await fakeGpus()];
    const on = (visible: string) =>
      hold(locks, { kind: 'gpu', env: { PATH: tools, CUDA_VISIBLE_DEVICES: visible } });
    expect(await on('0')).toBe('holds gpu (GPU-aaaa)');
    expect(await on('GPU-aaaa,1')).toMatch(/^Another run is using the gpu \(GPU-aaaa\): process/);
    expect(await on('MIG-2222')).toBe('holds gpu (MIG-2222)');
    // What programs get of a GPU in instances is the first.
    expect(await on('1')).toBe('holds gpu (MIG-1111)');
    expect(await on('MIG-1111')).toMatch(/^Another run is using the gpu \(MIG-1111\): process/);
  });
});
