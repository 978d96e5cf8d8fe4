import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { runTool } from '@stackbench/workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInterpreters } from '../support/interpreters.ts';

const script = join(import.meta.dirname, '../support/count_cores.py');
const python = (await findInterpreters()).at(-1)?.python ?? 'python3';

/** Processors that the affinity of this process allows. */
const allowed = Number((await runTool('nproc', [], { timeoutMs: 5000, env: {} })).stdout);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function count(
  root?: string,
  { env = {}, before = [] }: { env?: Record<string, string>; before?: string[] } = {},
): Promise<number> {
  const args = [...before, python, '-B', script, ...(root === undefined ? [] : [root])];
  const said = await runTool(args[0]!, args.slice(1), {
    timeoutMs: 30_000,
    env: { PATH: process.env['PATH'], ...env },
  });
  if (!said.ok) throw new Error(`${said.reason}: ${said.stderr}`);
  return Number(said.stdout);
}

/** The files that tell of control groups, (FAKE: files in place of a kernel). */
async function groups(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${text}\n`);
  }
  return root;
}

const version2 = '29 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate';
const version1 =
  '33 25 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct\n34 25 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory';

describe('the threads of a worker', () => {
  it('are as many as the affinity allows', async () => {
    expect(await count(undefined, { before: ['taskset', '-c', '0'] })).toBe(1);
    expect(await count(await groups('none', {}))).toBe(allowed);
  });

  it('are what OMP_NUM_THREADS says, whatever else limits them', async () => {
    expect(await count(undefined, { env: { OMP_NUM_THREADS: '7,2' } })).toBe(7);
  });

  it.for([
    ['a group of version 2', { 'sys/fs/cgroup/job/step/cpu.max': '100000 100000' }],
    [
      'one above it',
      {
        'sys/fs/cgroup/job/cpu.max': '50000 100000',
        'sys/fs/cgroup/job/step/cpu.max': 'max 100000',
      },
    ],
    ['a part of a processor more', { 'sys/fs/cgroup/job/step/cpu.max': '150000 100000' }],
  ] as const)('are no more than the time that is left by %s', async ([name, files]) => {
    const root = await groups(name.replaceAll(' ', '-'), {
      ...files,
      'proc/self/cgroup': '0::/job/step',
      'proc/self/mountinfo': version2,
    });
    expect(await count(root)).toBe(1);
  });

  it.for([
    ['of version 1', '/job', 'sys/fs/cgroup/cpu,cpuacct/job'],
    ['of version 1 that a container sees as the root', '/docker/abc', 'sys/fs/cgroup/cpu,cpuacct'],
  ] as const)('are no more than a group %s leaves', async ([name, path, place]) => {
    const mounts = path === '/job' ? version1 : version1.replace('0:28 / ', '0:28 /docker/abc ');
    const root = await groups(name.replaceAll(' ', '-'), {
      'proc/self/cgroup': `12:memory:/elsewhere\n4:cpu,cpuacct:${path}\n0::/`,
      'proc/self/mountinfo': mounts,
      [`${place}/cpu.cfs_quota_us`]: '100000',
      [`${place}/cpu.cfs_period_us`]: '100000',
    });
    expect(await count(root)).toBe(1);
  });

  it('are not limited by a group without a limit, or by one that cannot be read', async () => {
    const root = await groups('unlimited', {
      'proc/self/cgroup': '0::/job\nnonsense',
      'proc/self/mountinfo': `${version2}\nnonsense`,
      'sys/fs/cgroup/job/cpu.max': 'max 100000',
      'sys/fs/cgroup/cpu.max': 'much',
    });
    expect(await count(root)).toBe(allowed);
  });
});
