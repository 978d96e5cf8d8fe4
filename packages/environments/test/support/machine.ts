import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Environment } from '@stackbench/workers';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import {
  planEnvironment,
  type PlannedEnvironment,
  readSetup,
  type Setup,
} from '../../src/index.ts';
import { provideUv } from '../../src/managers/tools.ts';
import type { Possessions } from '../../src/setup/check-requirements.ts';

/** A machine without a GPU. */
export const noGpu: Possessions = {
  driver: null,
  capability: null,
  os: process.platform,
  architecture: process.arch,
};

export interface Machine {
  root: string;
  env: Environment;
  /** Where environments are made. */
  environments: string;
  setup: (name: string, text: string) => Promise<Setup>;
  plan: (
    setup: Setup,
    options?: { with?: string; locked?: boolean },
  ) => Promise<PlannedEnvironment>;
}

/**
 * A machine with caches of this test's own, and nobody's configuration.
 * @param hasUv whether the real uv is on it
 * @param path folders that come first on its PATH
 */
export async function makeMachine({
  hasUv = true,
  path = [] as readonly string[],
} = {}): Promise<Machine> {
  const root = await temporaryFolder();
  const uv = hasUv ? [dirname((await provideUv(process.env, undefined)).file)] : [];
  const env = {
    PATH: [...path, ...uv, process.env['PATH']].join(':'),
    HOME: root,
    PYENV_VERSION: process.env['PYENV_VERSION'],
    PYENV_ROOT: process.env['PYENV_ROOT'] ?? join(process.env['HOME'] ?? '/root', '.pyenv'),
    STACKBENCH_CACHE: join(root, 'cache'),
    UV_CACHE_DIR: join(root, 'uv'),
    PIP_CACHE_DIR: join(root, 'pip'),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  };
  return {
    root,
    env,
    environments: join(root, 'cache/environments'),
    setup: async (name, text) => readSetup(await writeText(join(root, 'setups', name), text)),
    plan: (setup, options = {}) =>
      planEnvironment(setup, {
        env,
        signal: undefined,
        with: options.with,
        locked: options.locked ?? false,
        possessions: noGpu,
      }),
  };
}
