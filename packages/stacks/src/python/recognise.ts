import { basename, dirname, join } from 'node:path';
import { isFile, isFolder } from '../folders.ts';
import { readText } from '../read-text.ts';
import { hasInterpreter } from './interpreter.ts';
import { isInPixiFolder } from './pixi-project.ts';
import type { Candidate, PythonEnvironment, Venv } from './python-environment.ts';

/** What the files of a folder say that it is; null where it is no environment. */
export function recognise(
  prefix: string,
  otherwise: Candidate['otherwise'],
): Pick<PythonEnvironment, 'kind' | 'venv'> | null {
  if (isFolder(join(prefix, 'conda-meta'))) {
    const isPixi = isFile(join(prefix, 'conda-meta/pixi')) || isInPixiFolder(prefix);
    return { kind: isPixi ? 'pixi' : 'conda', venv: null };
  }
  const configuration = readText(join(prefix, 'pyvenv.cfg'));
  if (configuration !== null) return { kind: 'venv', venv: readVenv(configuration) };
  return otherwise !== undefined && hasInterpreter(prefix) ? { kind: otherwise, venv: null } : null;
}

/** Whether a conda prefix is an install's own, which people call `base`. */
export function isCondaRoot(prefix: string): boolean {
  // An environment with the package conda in it has a condabin too.
  if (basename(dirname(prefix)) === 'envs') return false;
  return ['condabin', 'envs'].some((folder) => isFolder(join(prefix, folder)));
}

/** Lines of `key = value`. */
function readVenv(configuration: string): Venv {
  const values = new Map(
    configuration.split(/\r?\n/).map((line) => {
      const [key = '', ...rest] = line.split('=');
      return [key.trim().toLowerCase(), rest.join('=').trim()];
    }),
  );
  const createdBy = (['uv', 'virtualenv'] as const).find((tool) => values.has(tool));
  return { createdBy: createdBy ?? 'venv', base: values.get('home') ?? null };
}
