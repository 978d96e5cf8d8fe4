import { join } from 'node:path';
import { hostReadingSchema } from '@stackbench/model';
import { expect, test } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { openHostMonitor } from '../../src/host/host-monitor.ts';

test('the processors of this machine have a load, and a clock where the system tells it', () => {
  const reading = openHostMonitor().watch()();
  expect(hostReadingSchema.parse(reading)).toEqual(reading);
  expect(reading.load).not.toBeNull();
});

test('where there is no average of the load, none is made up', () => {
  expect(openHostMonitor({ platform: 'win32' }).watch()().load).toBeNull();
});

/** Files of a system that is not here. */
async function system(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  for (const [file, text] of Object.entries(files)) await writeText(join(root, file), `${text}\n`);
  return root;
}

const unified = '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate';
const stat = (us: number) => `usage_usec 9\nnr_periods 4\nnr_throttled 2\nthrottled_usec ${us}`;

test('a limit of any group above counts, and for how long it held back meanwhile', async () => {
  const slice = 'sys/fs/cgroup/user.slice';
  const root = await system({
    'proc/self/cgroup': '0::/user.slice/job_7',
    'proc/self/mountinfo': unified,
    [`${slice}/job_7/cpu.max`]: 'max 100000',
    [`${slice}/job_7/cpu.stat`]: stat(0),
    [`${slice}/cpu.max`]: '150000 100000',
    [`${slice}/cpu.stat`]: stat(1000),
  });
  const tell = openHostMonitor({ root }).watch();
  await writeText(join(root, slice, 'cpu.stat'), stat(3500));
  expect(tell()).toMatchObject({ quotaCpus: 1.5, throttledNs: 2_500_000 });
});

test('of version 1 the path may be that of the host, and times are in nanoseconds', async () => {
  const root = await system({
    'proc/self/cgroup': '5:memory:/docker/ab12\n4:cpu,cpuacct:/docker/ab12\n0::/',
    'proc/self/mountinfo': [
      unified,
      '31 30 0:27 /docker/ab12 /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct',
    ].join('\n'),
    'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '200000',
    'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000',
    'sys/fs/cgroup/cpu,cpuacct/cpu.stat': 'nr_periods 4\nnr_throttled 2\nthrottled_time 7000',
  });
  const tell = openHostMonitor({ root }).watch();
  await writeText(
    join(root, 'sys/fs/cgroup/cpu,cpuacct/cpu.stat'),
    'nr_periods 5\nnr_throttled 3\nthrottled_time 9000\n',
  );
  expect(tell()).toMatchObject({ quotaCpus: 2, throttledNs: 2000 });
});

test.each([
  ['version 2', { 'proc/self/cgroup': '0::/', 'proc/self/mountinfo': unified }],
  [
    'version 1',
    {
      'proc/self/cgroup': '1:cpu:/',
      'proc/self/mountinfo': '31 30 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000',
    },
  ],
  ['neither', {}],
])('without a limit (%s) nothing is held back', async (_, files) => {
  const root = await system(files);
  expect(openHostMonitor({ root }).watch()()).toMatchObject({ quotaCpus: null, throttledNs: null });
});
