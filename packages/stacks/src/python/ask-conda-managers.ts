import { isAbsolute } from 'node:path';
import { findExecutable } from '../find-executable.ts';
import { isExecutable, uniqueByRealPath } from '../folders.ts';
import { runTool, type ToolOptions } from '@stackbench/workers';
import { type EnvironmentPlaces, named } from './environment-places.ts';
import type { Candidate } from './python-environment.ts';

/** A cold conda on a slow disk takes longer; what it knows is nearly always found in files as well. */
const longestMs = 2500;

/**
 * The prefixes that conda, mamba and micromamba know, asked in parallel. One that is absent, slow, or says
 * what makes no sense knows none.
 */
export async function askCondaManagers(
  places: EnvironmentPlaces,
  { timeoutMs, signal }: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<Pick<Candidate, 'prefix' | 'foundBy'>[]> {
  const { env } = places;
  const options = { timeoutMs: Math.min(timeoutMs, longestMs), signal, env };
  const managers = [
    { name: 'conda', variable: 'CONDA_EXE', args: ['info', '--json'] },
    { name: 'mamba', variable: null, args: ['env', 'list', '--json'] },
    { name: 'micromamba', variable: 'MAMBA_EXE', args: ['env', 'list', '--json'] },
  ];
  const installed = managers.flatMap(({ name, variable, args }) => {
    const named_ = variable === null ? [] : named(env, variable).filter(isExecutable);
    const file = findExecutable([name], env) ?? named_[0];
    return file === undefined
      ? []
      : [{ file, args, foundBy: `${name} ${args.slice(0, -1).join(' ')}` }];
  });
  const answers = uniqueByRealPath(installed, ({ file }) => file).map(
    async ({ file, args, foundBy }) => {
      const said = await runTool(file, args, options);
      return said.ok ? parsePrefixes(said.stdout).map((prefix) => ({ prefix, foundBy })) : [];
    },
  );
  return (await Promise.all(answers)).flat();
}

function parsePrefixes(text: string): string[] {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof said !== 'object' || said === null) return [];
  const { envs, root_prefix: root } = said as { envs?: unknown; root_prefix?: unknown };
  const prefixes = [root, ...(Array.isArray(envs) ? (envs as unknown[]) : [])]
    .filter((prefix) => typeof prefix === 'string')
    .filter((prefix) => isAbsolute(prefix));
  return [...new Set(prefixes)];
}
