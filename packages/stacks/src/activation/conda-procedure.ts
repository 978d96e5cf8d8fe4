import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import type { Environment, ToolOptions } from '@stackbench/workers';
import { entries } from '../folders.ts';
import type { PythonEnvironment } from '../python/python-environment.ts';
import { isCondaRoot } from '../python/recognise.ts';
import type { Activated } from './activation.ts';
import { readCondaVariables } from './conda-variables.ts';
import { condaFolders, prependPath } from './path-folders.ts';
import { sourceScripts } from './source-scripts.ts';

/**
 * Does what `conda activate` does in a shell without an active environment ("Managing environments" and
 * "Activation scripts" in conda's documentation): its own variables, PATH, the variables declared for the
 * environment, then the scripts of its packages.
 */
export async function activateConda(
  { prefix }: Pick<PythonEnvironment, 'prefix'>,
  base: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<Activated> {
  const name = defaultName(prefix);
  const declared = Object.entries(readCondaVariables(prefix)).map(
    ([variable, value]) => [variable, value ?? undefined] as const,
  );
  const env = {
    ...prependPath(base, condaFolders(prefix)),
    CONDA_PREFIX: prefix,
    CONDA_SHLVL: '1',
    CONDA_DEFAULT_ENV: name,
    CONDA_PROMPT_MODIFIER: `(${name}) `,
    ...Object.fromEntries(declared),
  };
  const by = "conda's procedure";
  if (process.platform !== 'win32') {
    return { by, ...(await sourceScripts(activationScripts(prefix), env, options)) };
  }
  const batch = entries(join(prefix, 'etc/conda/activate.d'), /\.bat$/i);
  return { by, env, problem: batch.length === 0 ? null : batchProblem };
}

const batchProblem = {
  reason: 'Its activation scripts are for cmd.exe, which stackbench does not run.',
  fix: 'See what they set, and set that for stackbench too where it matters.',
  isFatal: false,
};

/** In the order to be run in. */
export function activationScripts(prefix: string): string[] {
  return entries(join(prefix, 'etc/conda/activate.d'), scriptName);
}

/** In the order to be run in. */
export function deactivationScripts(prefix: string): string[] {
  return entries(join(prefix, 'etc/conda/deactivate.d'), scriptName).toReversed();
}

/** As the shell's `*.sh`. */
const scriptName = /^[^.][^]*\.sh$/;

/** What CONDA_DEFAULT_ENV says: a name where conda finds it by one, else the path. */
function defaultName(prefix: string): string {
  if (isCondaRoot(prefix)) return 'base';
  return basename(dirname(prefix)) === 'envs' ? basename(prefix) : prefix;
}
