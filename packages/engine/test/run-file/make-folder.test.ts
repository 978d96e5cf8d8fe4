import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../../src/index.ts';

const root = mkdtempSync(join(tmpdir(), 'stackbench-folder-'));
afterAll(() => rmSync(root, { recursive: true }));

test('makes a folder and those above it, and leaves one that is there', () => {
  const folder = join(root, 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test('a file in the way is an error', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file', 'below'))).toThrow('ENOTDIR');
});

test.skipIf(process.platform !== 'linux')('fails below /proc instead of hanging (Linux)', () => {
  expect(() => makeFolder('/proc/nowhere/below')).toThrow('ENOENT');
});
