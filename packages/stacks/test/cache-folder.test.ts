import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheFolder, secureCacheFolder } from '../src/cache-folder.ts';

test.each([
  [{ STACKBENCH_CACHE: '/kept', XDG_CACHE_HOME: '/xdg', HOME: '/home/ada' }, '/kept'],
  [{ XDG_CACHE_HOME: '/xdg', HOME: '/home/ada' }, '/xdg/stackbench'],
  [{ XDG_CACHE_HOME: '', HOME: '/home/ada' }, '/home/ada/.cache/stackbench'],
  [{ XDG_CACHE_HOME: 'here', HOME: '/home/ada' }, '/home/ada/.cache/stackbench'],
  [{ STACKBENCH_CACHE: '', HOME: '/home/ada' }, '/home/ada/.cache/stackbench'],
  [{ HOME: '/home/ada' }, '/home/ada/.cache/stackbench'],
  [{}, join(homedir(), '.cache/stackbench')],
])('with %o the cache is %s', (env, folder) => {
  expect(cacheFolder(env)).toBe(folder);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackbench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.skipIf(process.platform === 'win32')('a cache is its user’s alone, also one of before', () => {
  for (const name of ['new/deep', 'old']) {
    const cache = join(folder, name);
    if (name === 'old') mkdirSync(cache);
    if (name === 'old') chmodSync(cache, 0o777);
    secureCacheFolder({ STACKBENCH_CACHE: cache });
    expect(statSync(cache).mode & 0o777).toBe(0o700);
  }
});

test('what is no folder is refused by name, with the variable that moves it', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const cache of [file, join(file, 'below')]) {
    const secure = () => secureCacheFolder({ STACKBENCH_CACHE: cache });
    expect(secure).toThrow(BenchError);
    expect(secure).toThrow(`The cache ${cache} cannot be used`);
    expect(secure).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('STACKBENCH_CACHE') }),
    );
  }
});

test.each([
  ['HOME', { HOME: '/dev/null' }],
  ['XDG_CACHE_HOME', { HOME: '/tmp', XDG_CACHE_HOME: '/dev/null' }],
])('%s, where it leads nowhere, is named before anything is advised', (name, env) => {
  expect(() => secureCacheFolder(env)).toThrow(
    expect.objectContaining({
      fix: `${name} is '/dev/null'. Set STACKBENCH_CACHE to a folder of your own, or one that can be made.`,
    }),
  );
});
