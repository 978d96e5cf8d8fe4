import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../../../workers/test/support/processes.ts';

const here = (path: string) => JSON.stringify(join(import.meta.dirname, path));

/** A run whose worker hangs and ignores TERM, left as the second Ctrl-C leaves it. */
const script = `
  import { readdirSync } from 'node:fs';
  import { lockDevices, ownCpu } from ${here('../../src/index.ts')};
  import { runFake } from ${here('../fake/fake-stack.ts')};
  lockDevices([ownCpu()]);
  const fault = { at: 'sample', kind: 'hang' };
  void runFake({
    kernels: { hangs: { fault } },
    tunables: { sampleTimeoutMs: 60_000 },
    onEvent: (event) => {
      if (event.type !== 'phase' || event.phase !== 'verify') return;
      setTimeout(() => {
        console.log(readdirSync(process.env.TMPDIR).length);
        console.log(readdirSync('/proc').filter((pid) => {
          try {
            return readdirSync('/proc/' + pid + '/task') && parentOf(pid) === process.pid;
          } catch { return false; }
        }).join(' '));
        process.exit(130);
      }, 500);
    },
  });
  import { readFileSync } from 'node:fs';
  function parentOf(pid) {
    return Number(/^PPid:\\s+(\\d+)/m.exec(readFileSync('/proc/' + pid + '/status', 'utf8'))?.[1]);
  }
`;

test.runIf(process.platform === 'linux')(
  'a run that is left at once leaves no worker, no folder and no lock',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stackbench-leave-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const args = ['--input-type=module-typescript', '-e', script];
    const env = { ...process.env, TMPDIR: folder, STACKBENCH_LOCKS: folder };
    const left = await promisify(execFile)(process.execPath, args, { env }).then(
      () => null,
      (error: { code: number; stdout: string }) => error,
    );
    expect(left?.code).toBe(130);
    const [files, children = ''] = left?.stdout.trim().split('\n') ?? [];
    // A launch's folder and the lock.
    expect(Number(files)).toBe(2);
    const pids = children.split(' ').map(Number);
    expect(pids.length).toBeGreaterThan(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  },
);
