import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import type { Environment, ToolOptions } from '@stackbench/workers';
import type { PythonEnvironment, PythonEnvironmentKind } from '../python/python-environment.ts';
import { activatePixi } from './activate-pixi.ts';
import type { Activated, Activation } from './activation.ts';
import { compareEnvironments } from './compare-environments.ts';
import { activateConda } from './conda-procedure.ts';
import { prependPath, venvFolder } from './path-folders.ts';

/**
 * The variables to start an environment's interpreter with: those that its own tools set when a person
 * activates it. What the user has set otherwise, LD_LIBRARY_PATH or PYTHONPATH, stays as it is.
 * @param base an environment that nothing is activated in, as `deactivate` makes it
 */
export async function activate(
  environment: PythonEnvironment,
  base: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<Activation> {
  const activated = await procedures[environment.kind](environment, base, options);
  return { ...activated, changes: compareEnvironments(base, activated.env) };
}

type Procedure = (
  environment: PythonEnvironment,
  base: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
) => Activated | Promise<Activated>;

const procedures: Readonly<Record<PythonEnvironmentKind, Procedure>> = {
  conda: activateConda,
  pixi: activatePixi,
  venv: activateVenv,
  uv: putOnPath,
  pyenv: putOnPath,
  system: (_environment, base) => ({ env: base, by: 'none', problem: null }),
};

/** What a venv's `bin/activate` does, whatever has become of that file. */
function activateVenv({ prefix }: PythonEnvironment, base: Environment): Activated {
  const env = {
    ...prependPath(base, [venvFolder(prefix)]),
    VIRTUAL_ENV: prefix,
    VIRTUAL_ENV_PROMPT: basename(prefix),
    PYTHONHOME: undefined,
  };
  return { env, by: "venv's procedure", problem: null };
}

function putOnPath({ prefix, interpreter }: PythonEnvironment, base: Environment): Activated {
  const folder = interpreter === null ? [] : [dirname(interpreter)];
  const scripts = process.platform === 'win32' ? [join(prefix, 'Scripts')] : [];
  return { env: prependPath(base, [...folder, ...scripts]), by: 'PATH alone', problem: null };
}
