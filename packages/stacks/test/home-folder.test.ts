import { userInfo } from 'node:os';
import { expect, it, vi } from 'vitest';
import { homeFolder } from '../src/home-folder.ts';

it.skipIf(process.platform === 'win32')(
  'takes the home of the user where HOME is empty, and never the folder that one stands in',
  () => {
    vi.stubEnv('HOME', '');
    try {
      expect(homeFolder()).toBe(userInfo().homedir);
    } finally {
      vi.unstubAllEnvs();
    }
  },
);
