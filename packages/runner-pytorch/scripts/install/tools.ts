// What environments are made with, installed into the cache where it is not on PATH.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { cacheFolder, findExecutable } from '@stackbench/stacks';
import { installOnce } from './install-once.ts';
import { runStep } from './run-step.ts';

/** The Python of all environments: the newest that torch 1.13 was built for. */
const pythonVersion = '3.11';

export const condaScripts = join(import.meta.dirname, '..', 'conda');

/** The path of uv. */
export async function provideUv(): Promise<string> {
  const onPath = findExecutable(['uv'], process.env);
  if (onPath !== null) return onPath;
  const folder = join(cacheFolder(), 'tools', 'uv');
  await installOnce(folder, 'uv', async () => {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await runStep(
      'install uv, which is not on PATH, with pip (install either by hand)',
      'python3',
      [...pip, '--target', folder, 'uv'],
    );
  });
  return join(folder, 'bin', 'uv');
}

/** The path of a Python that has what the scripts in `conda/` need. */
export async function provideCondaTools(uv: string): Promise<string> {
  const folder = join(cacheFolder(), 'tools', 'conda');
  const requirements = join(condaScripts, 'requirements.txt');
  const python = join(folder, 'bin', 'python');
  await installOnce(folder, await readFile(requirements, 'utf8'), async () => {
    await makeEmptyVenv(uv, folder);
    await installRequirements(uv, python, requirements);
  });
  return python;
}

export async function makeEmptyVenv(uv: string, folder: string): Promise<void> {
  await runStep(`make a venv in ${folder} (it takes a Python ${pythonVersion} on PATH)`, uv, [
    'venv',
    '--quiet',
    '--no-project',
    '--python',
    pythonVersion,
    folder,
  ]);
}

export async function installRequirements(
  uv: string,
  python: string,
  requirements: string,
): Promise<void> {
  await runStep(`install the packages of ${requirements}`, uv, [
    'pip',
    'install',
    '--quiet',
    '--python',
    python,
    '--requirement',
    requirements,
  ]);
}
