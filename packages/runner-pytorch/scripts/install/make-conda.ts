import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process, { stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { cacheFolder } from '@stackbench/stacks';
import { runStep } from './run-step.ts';
import { condaScripts, provideCondaTools, provideUv } from './tools.ts';

/** Makes a conda environment from its .yml, out of a channel that is built for it. */
export async function makeConda(
  prefix: string,
  setup: string,
  { withTorch }: { withTorch: boolean },
): Promise<void> {
  const name = basename(prefix);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `${name} is made of packages for Linux on x64: only venv-torch can be made here.`,
    );
  }
  const uv = await provideUv();
  const python = await provideCondaTools(uv);
  // On the file system of the environments, which then are links to what is unpacked here.
  const work = join(cacheFolder(), `installing-${name}`);
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    stdout.write(`${name}: building a channel of conda packages${withTorch ? ' (minutes)' : ''}\n`);
    const channel = join(work, 'stackbench');
    const build = ['-B', join(condaScripts, 'build_channel.py'), '--uv', uv, channel];
    if (withTorch) build.push('--torch');
    await runStep(`build a conda channel for ${name}`, python, build);
    stdout.write(`${name}: installing ${basename(setup)}\n`);
    const install = ['-B', join(condaScripts, 'install_environment.py'), '--uv', uv];
    const from = ['--channel-alias', pathToFileURL(work).href, '--cache', join(work, 'cache')];
    await runStep(`install ${setup}`, python, [...install, ...from, setup, prefix]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
