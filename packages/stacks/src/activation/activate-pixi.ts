import { homeFolder } from '../home-folder.ts';
import { join } from 'node:path';
import { type Environment, runTool, type ToolOptions } from '@stackbench/workers';
import { findExecutable } from '../find-executable.ts';
import { named } from '../python/environment-places.ts';
import { readPixiProject } from '../python/pixi-project.ts';
import type { PythonEnvironment } from '../python/python-environment.ts';
import type { Activated } from './activation.ts';
import { activateConda } from './conda-procedure.ts';
import { parseVariables } from './parse-variables.ts';

/**
 * Asks pixi for the variables of an activated environment, which its project may add to. Where pixi or the
 * project is absent, or pixi fails, what the environment's packages want is set as conda would do it.
 */
export async function activatePixi(
  environment: Pick<PythonEnvironment, 'prefix'>,
  base: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<Activated> {
  const project = readPixiProject(environment.prefix);
  const pixi = findExecutable(['pixi'], base, pixiFolders(base));
  if (project === null || pixi === null) return activateConda(environment, base, options);
  // Benchmarking an environment must not change it.
  const args = ['shell-hook', '--json', '--no-install', '--frozen'];
  const said = await runTool(
    pixi,
    [...args, `--manifest-path=${project.manifest}`, `--environment=${project.environment}`],
    { ...options, env: base },
  );
  const variables = said.ok ? parseVariables(said.stdout, 'environment_variables') : {};
  if (variables['PATH'] !== undefined || variables['Path'] !== undefined) {
    return { env: { ...base, ...variables }, by: 'pixi shell-hook', problem: null };
  }
  const what = said.ok ? 'said nothing that makes sense' : said.reason;
  const [line = ''] = said.stderr.trim().split('\n');
  return {
    ...(await activateConda(environment, base, options)),
    problem: {
      reason: `pixi shell-hook ${what}${line === '' ? '' : `: ${line.slice(0, 300)}`}.`,
      fix: 'Run `pixi install` and `pixi shell-hook` by hand in its project.',
      isFatal: false,
    },
  };
}

function pixiFolders(env: Environment): string[] {
  const home = homeFolder(env);
  return [...named(env, 'PIXI_HOME'), join(home, '.pixi')].map((folder) => join(folder, 'bin'));
}
