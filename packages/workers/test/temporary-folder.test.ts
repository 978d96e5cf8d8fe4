import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeTemporaryFolder, sweepTemporaryFolders } from '../src/temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackbench-test-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test.skipIf(process.platform === 'win32')(
  'what dead processes left is swept, and nothing else',
  () => {
    const mine = makeTemporaryFolder();
    const dead = mine.replace(
      `-${process.pid}-`,
      `-${spawnSync(process.execPath, ['--version']).pid}-`,
    );
    const elsewhere = dead.replace(/tmp-\d+-/, 'tmp-1-');
    mkdirSync(join(dead, 'deep'), { recursive: true });
    writeFileSync(join(dead, 'deep/output.bin'), 'x');
    mkdirSync(elsewhere);
    mkdirSync(join(folder, 'stackbench-mine'));
    sweepTemporaryFolders();
    expect(existsSync(dead)).toBe(false);
    expect(readdirSync(folder)).toHaveLength(3);
  },
);

test('a temporary folder that is not there is named with its variable', () => {
  vi.stubEnv('TMPDIR', join(folder, 'gone'));
  expect(makeTemporaryFolder).toThrow(`The temporary folder ${join(folder, 'gone')} cannot be`);
  expect(makeTemporaryFolder).toThrow(
    expect.objectContaining({ fix: expect.stringContaining('TMPDIR') }),
  );
  expect(existsSync(join(folder, 'gone'))).toBe(false);
});
