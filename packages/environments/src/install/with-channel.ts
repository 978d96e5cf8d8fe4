import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { BenchError } from '@stackbench/model';
import { cacheFolder } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import { runStep } from '../managers/run-step.ts';
import { condaScripts, provideCondaTools, provideUv } from '../managers/tools.ts';
import type { Setup } from '../setup/setup.ts';

/**
 * Builds a channel of conda packages out of this machine's Python and PyPI's wheels, for as long as `use` takes:
 * its variables lead tools to it under the name `stackbench`, and to a cache that goes with it.
 */
export async function withChannel<T>(
  setup: Setup,
  env: Environment,
  use: (env: Environment) => Promise<T>,
): Promise<T> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new BenchError(`${setup.name} is made of packages for Linux on x64`);
  }
  const uv = await provideUv(env, undefined);
  const python = await provideCondaTools(uv.file, env, undefined);
  // On the file system of the environments, which then are links to what is unpacked here.
  const work = join(cacheFolder(env), `installing-${setup.name}`);
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    const withTorch = /\bpytorch\b/.test(await readFile(setup.file, 'utf8')) ? ['--torch'] : [];
    await runStep({
      purpose: `build a conda channel for ${setup.name}`,
      file: python,
      args: [
        '-B',
        join(condaScripts, 'build_channel.py'),
        '--uv',
        uv.file,
        ...withTorch,
        join(work, 'stackbench'),
      ],
      env,
      signal: undefined,
      downloads: true,
    });
    return await use({
      ...env,
      CONDA_CHANNEL_ALIAS: pathToFileURL(work).href,
      RATTLER_CACHE_DIR: join(work, 'cache'),
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
