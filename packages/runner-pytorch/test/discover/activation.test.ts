// @module-tag machine
import { join } from 'node:path';
import { activate, cacheFolder, type PythonEnvironment } from '@stackbench/stacks';
import { runTool } from '@stackbench/workers';
import { describe, expect, it } from 'vitest';
import { condaPackage, condaPip } from '../support/environments.ts';

const python = join(cacheFolder(), 'tools/conda/bin/python');
const script = join(import.meta.dirname, '../../../environments/conda/print_activation.py');

/** What a shell has before anything is activated, as the script begins with. */
const plain = { PATH: '/usr/local/bin:/usr/bin:/bin' };

describe('activation of a conda environment', () => {
  it.for([condaPackage, condaPip])(
    'in $name sets what py-rattler, the engine of pixi, sets',
    async ({ prefix, missing }, { skip }) => {
      skip(missing !== null, missing ?? '');
      const rattler = await runTool(python, ['-B', script, prefix], { timeoutMs: 30_000 });
      skip(!rattler.ok, 'py-rattler is not there: run install-environments');
      const environment: PythonEnvironment = {
        kind: 'conda',
        name: 'test',
        prefix,
        interpreter: null,
        foundBy: 'test',
        venv: null,
      };
      const { env, problem } = await activate(environment, plain, { timeoutMs: 10_000 });
      expect(problem).toBeNull();
      // These two are conda's alone.
      const { CONDA_DEFAULT_ENV, CONDA_PROMPT_MODIFIER, ...shared } = env;
      expect([CONDA_DEFAULT_ENV, CONDA_PROMPT_MODIFIER]).toEqual([prefix, `(${prefix}) `]);
      const theirs = JSON.parse(rattler.stdout) as Record<string, string>;
      const names = Object.keys(theirs).filter((name) => !['_', 'SHLVL', 'PWD'].includes(name));
      expect(names.length).toBeGreaterThan(2);
      expect(defined(shared)).toEqual(
        Object.fromEntries(names.map((name) => [name, theirs[name]])),
      );
    },
  );
});

function defined(env: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
