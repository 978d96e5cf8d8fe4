import type { Environment, ToolOptions } from '@stackbench/workers';
import { named } from '../python/environment-places.ts';
import { deactivationScripts } from './conda-procedure.ts';
import { readCondaVariables } from './conda-variables.ts';
import { condaFolders, removeFromPath, venvFolder } from './path-folders.ts';
import { sourceScripts } from './source-scripts.ts';

/**
 * `env` without what activated environments have put into it, as `deactivate` and `conda deactivate` would
 * leave it, down to the last level. Scripts that cannot be run leave what they would have removed.
 */
export async function deactivate(
  env: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<Environment> {
  return deactivateConda(deactivateVenv(env), options);
}

function deactivateVenv(env: Environment): Environment {
  const { VIRTUAL_ENV: prefix, VIRTUAL_ENV_PROMPT: _prompt, ...rest } = env;
  return prefix === undefined || prefix === '' ? env : removeFromPath(rest, [venvFolder(prefix)]);
}

async function deactivateConda(
  env: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<Environment> {
  const levels = condaLevels(env);
  if (levels.length === 0) return env;
  let left = env;
  for (const { prefix, isActive } of levels) {
    if (isActive) {
      const shown = { ...removeFromPath(left, condaFolders(prefix)), CONDA_PREFIX: prefix };
      left = (await sourceScripts(deactivationScripts(prefix), shown, options)).env;
    }
    left = removeDeclared(left, prefix);
  }
  return removeMarks(left);
}

/**
 * The environments of conda's levels, the top first. One that another was activated over is out of PATH
 * already, and its scripts have had their turn, unless the other was stacked on it.
 */
function condaLevels(env: Environment): { prefix: string; isActive: boolean }[] {
  const [top] = named(env, 'CONDA_PREFIX');
  if (top === undefined) return [];
  const levels = [{ prefix: top, isActive: true }];
  let isActive = true;
  for (let level = Number(env['CONDA_SHLVL']); level > 1 && level <= mostLevels; level--) {
    isActive &&= env[`CONDA_STACKED_${level}`] !== undefined;
    const [prefix] = named(env, `CONDA_PREFIX_${level - 1}`);
    if (prefix !== undefined) levels.push({ prefix, isActive });
  }
  return levels;
}

/** A variable may say anything. */
const mostLevels = 100;

/** Variables that were declared for an environment, unless they have got another value since. */
function removeDeclared(env: Environment, prefix: string): Environment {
  const declared = Object.entries(readCondaVariables(prefix)).filter(
    ([name, value]) => env[name] === value,
  );
  return { ...env, ...Object.fromEntries(declared.map(([name]) => [name, undefined])) };
}

/** conda's and pixi's notes, and in their place what conda has saved of variables that were set before. */
function removeMarks(env: Environment): Environment {
  const saved = Object.entries(env)
    .flatMap(([name, value]) => {
      const [, level, variable] = /^__CONDA_SHLVL_(\d+)_(.+)$/.exec(name) ?? [];
      return variable === undefined ? [] : [{ level: Number(level), variable, value }];
    })
    // The lowest level's is the user's own.
    .toSorted((a, b) => b.level - a.level)
    .map(({ variable, value }) => [variable, value] as const);
  const isPixi = env['PIXI_ENVIRONMENT_NAME'] !== undefined || env['PIXI_IN_SHELL'] !== undefined;
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !markName.test(name))),
    ...Object.fromEntries(saved),
    // conda's own shell function counts from 0.
    CONDA_SHLVL: isPixi || env['CONDA_SHLVL'] === undefined ? undefined : '0',
  };
}

const markName =
  /^(CONDA_(PREFIX|STACKED)(_\d+)?|CONDA_DEFAULT_ENV|CONDA_PROMPT_MODIFIER|__CONDA_SHLVL_\d+_.+|PIXI_(PROJECT|ENVIRONMENT)_\w+|PIXI_IN_SHELL|PIXI_PROMPT)$/;
