import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockFolders } from '../../src/device-lock/lock-folders.ts';
import { lockDevices, ownCpu } from '../../src/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackbench-test-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('two runs of one user exclude each other, whatever their TMPDIR', () => {
  vi.stubEnv('STACKBENCH_LOCKS', '');
  vi.stubEnv('XDG_RUNTIME_DIR', folder);
  /** But for everybody's folders, which runs on this machine may be using. */
  const lockElsewhere = () => {
    vi.stubEnv('TMPDIR', mkdtempSync(join(folder, 'tmp-')));
    const folders = lockFolders().filter((each) => !['/tmp', '/dev/shm'].includes(each));
    return lockDevices([ownCpu()], { folders });
  };
  const release = lockElsewhere();
  expect(lockElsewhere).toThrow(`process ${process.pid}`);
  release();
  lockElsewhere()();
});

test('a folder that is named is the only one', () => {
  expect(lockFolders({ STACKBENCH_LOCKS: folder })).toEqual([folder]);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => lockFolders({ STACKBENCH_LOCKS: file })).toThrow(/cannot be locked/);
});

test('one that is another wherever a run is started is refused', () => {
  expect(() => lockFolders({ STACKBENCH_LOCKS: 'locks' })).toThrow(
    "STACKBENCH_LOCKS is 'locks', which is another folder wherever a run is started",
  );
});

test.skipIf(process.platform === 'win32')(
  'one of them is everybody’s, whatever the variables say',
  () => {
    vi.stubEnv('TMPDIR', folder);
    const env = { XDG_RUNTIME_DIR: folder, STACKBENCH_CACHE: join(folder, 'cache') };
    const shared = ['/tmp', '/dev/shm'].filter((each) => existsSync(each));
    expect(lockFolders(env)).toEqual([join(folder, 'stackbench'), folder, ...shared]);
  },
);

test.skipIf(process.platform === 'win32')(
  'one’s own folder is in the runtime folder, or in the cache where that is none',
  () => {
    const cache = join(folder, 'cache');
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const env = { STACKBENCH_CACHE: cache };
    expect(lockFolders({ ...env, XDG_RUNTIME_DIR: folder })[0]).toBe(join(folder, 'stackbench'));
    for (const XDG_RUNTIME_DIR of [undefined, '', 'relative', file]) {
      expect(lockFolders({ ...env, XDG_RUNTIME_DIR })[0]).toBe(join(cache, 'devices'));
    }
    expect(statSync(join(cache, 'devices')).mode & 0o777).toBe(0o700);
    expect(() => lockFolders({ STACKBENCH_CACHE: file })).toThrow(/cannot be locked/);
  },
);
