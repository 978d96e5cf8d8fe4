import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder } from '../src/cache-folder.ts';

test.each([
  [{ STACKBENCH_CACHE: '/kept', XDG_CACHE_HOME: '/xdg', HOME: '/home/ada' }, '/kept'],
  [{ XDG_CACHE_HOME: '/xdg', HOME: '/home/ada' }, '/xdg/stackbench'],
  [{ HOME: '/home/ada' }, '/home/ada/.cache/stackbench'],
  [{}, join(homedir(), '.cache/stackbench')],
])('with %o the cache is %s', (env, folder) => {
  expect(cacheFolder(env)).toBe(folder);
});
