import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deviceOf, lockDevices } from '../../src/index.ts';
import { fakeStack } from '../fake/fake-stack.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackbench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const cpu = deviceOf({ ...fakeStack, facts: { cpus: '0-3' } });
const gpu = deviceOf({ ...fakeStack, software: false, facts: { gpuUuid: 'GPU-8932f937' } });
const locks = () => readdirSync(folder);

test('a second run on the device fails and names the process that holds it', () => {
  const release = lockDevices([cpu], { folders: [folder] });
  expect(() => lockDevices([cpu], { folders: [folder] })).toThrow(
    new RegExp(`using the cpu \\(0-3\\): process ${process.pid}, since 20`),
  );
  release();
  lockDevices([cpu], { folders: [folder] })();
  expect(locks()).toEqual([]);
});

test('another device is free, and all are taken or none', () => {
  const releaseCpu = lockDevices([cpu], { folders: [folder] });
  const releaseGpu = lockDevices([gpu], { folders: [folder] });
  releaseCpu();
  expect(() => lockDevices([cpu, gpu], { folders: [folder] })).toThrow(BenchError);
  expect(locks()).toHaveLength(1);
  releaseGpu();
});

test('the lock of a process that is gone is taken over, also when its number lives on', () => {
  lockDevices([cpu], { folders: [folder] });
  const path = join(folder, locks()[0]!);
  const mine = readFileSync(path, 'utf8');
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const old = { pid: gone, processStart: '1', lockedAt: new Date().toISOString() };
  for (const stale of [old, { ...old, pid: process.pid }]) {
    writeFileSync(path, JSON.stringify(stale));
    const release = lockDevices([cpu], { folders: [folder] });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    release();
  }
  writeFileSync(path, 'garbage');
  lockDevices([cpu], { folders: [folder] });
  expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(JSON.parse(mine).pid);
  expect(locks()).toHaveLength(1);
});

test('a release leaves the lock of another alone', () => {
  const release = lockDevices([cpu], { folders: [folder] });
  const path = join(folder, locks()[0]!);
  writeFileSync(path, '{"pid":1,"processStart":null,"lockedAt":"2026-01-01T00:00:00Z"}');
  release();
  expect(locks()).toHaveLength(1);
});

test('a place that cannot be written is a clear error', () => {
  expect(() => lockDevices([cpu], { folders: [join(folder, 'absent')] })).toThrow(
    /cannot be locked/,
  );
});

test.skipIf(process.platform === 'win32')('what is no file is refused by name', () => {
  const release = lockDevices([cpu], { folders: [folder] });
  const [name = ''] = locks();
  release();
  spawnSync('mkfifo', [join(folder, name)]);
  expect(() => lockDevices([cpu], { folders: [folder] })).toThrow(
    /\.lock is a named pipe \(FIFO\)/,
  );
});

/** As left by a run of another user, which this one cannot remove from a shared folder. */
function leaveLock(pid: number): void {
  const release = lockDevices([cpu], { folders: [folder] });
  const [name = ''] = locks();
  const { claim } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  release();
  const holder = { pid, processStart: null, lockedAt: '2026-01-01T00:00:00.000Z', claim };
  writeFileSync(join(folder, name.replace(/-[^-]*\.lock$/, '-4711.lock')), JSON.stringify(holder));
}

test('the lock of another user blocks while their run lives, and no longer', () => {
  leaveLock(process.pid);
  expect(() => lockDevices([cpu], { folders: [folder] })).toThrow(`process ${process.pid}`);
  expect(locks()).toHaveLength(1);
  rmSync(join(folder, locks()[0]!));
  leaveLock(spawnSync(process.execPath, ['--version']).pid);
  lockDevices([cpu], { folders: [folder] })();
  expect(locks()).toHaveLength(1);
});

test('devices of one run do not exclude each other', () => {
  const of = { folders: [folder], run: 'one' };
  const release = lockDevices([gpu], of);
  lockDevices([deviceOf({ ...fakeStack, software: false, facts: {} })], of)();
  expect(() => lockDevices([gpu], { folders: [folder], run: 'another' })).toThrow('using the gpu');
  release();
});

test('the lock of another machine, in a home folder that both see, is none', () => {
  const release = lockDevices([cpu], { folders: [folder] });
  const [name = ''] = locks();
  const text = readFileSync(join(folder, name), 'utf8');
  release();
  const there = text.replace(/"node":"[^"]+"/, '"node":"another"');
  writeFileSync(join(folder, name.replace(/-[^-]*\.lock$/, '-4711.lock')), there);
  lockDevices([cpu], { folders: [folder] })();
  expect(locks()).toHaveLength(1);
});

// The first namespace of every machine has the same number.
test.each([
  ['container', () => '1'],
  ['machine', (own: string) => own.replace(/^\S+/, '00000000-0000-0000-0000-000000000000')],
])(
  'of a holder in another %s, whose process cannot be seen, the lock tells that it lives',
  (_, elsewhere) => {
    const release = lockDevices([gpu], { folders: [folder] });
    const [name = ''] = locks();
    const path = join(folder, name);
    const mine = JSON.parse(readFileSync(path, 'utf8'));
    release();
    const gone = spawnSync(process.execPath, ['--version']).pid;
    writeFileSync(
      path,
      JSON.stringify({ ...mine, pid: gone, namespace: elsewhere(mine.namespace) }),
    );
    expect(() => lockDevices([gpu], { folders: [folder] })).toThrow(`process ${gone}`);
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(path, longAgo, longAgo);
    lockDevices([gpu], { folders: [folder] })();
    expect(locks()).toEqual([]);
  },
);
