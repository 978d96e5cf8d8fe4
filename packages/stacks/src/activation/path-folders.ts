import { delimiter, join } from 'node:path';
import process from 'node:process';
import type { Environment } from '@stackbench/workers';
import { pathVariable } from '../search-path.ts';

/** The folders that conda puts on PATH. */
export function condaFolders(prefix: string): string[] {
  return process.platform === 'win32'
    ? [
        prefix,
        ...['Library/mingw-w64/bin', 'Library/usr/bin', 'Library/bin', 'Scripts', 'bin'].map(
          (folder) => join(prefix, folder),
        ),
      ]
    : [join(prefix, 'bin')];
}

/** The folder of a venv's programs. */
export function venvFolder(prefix: string): string {
  return join(prefix, process.platform === 'win32' ? 'Scripts' : 'bin');
}

/** `env` with these folders first on PATH. */
export function prependPath(env: Environment, folders: readonly string[]): Environment {
  const variable = pathVariable(env);
  const old = env[variable];
  const parts = [...folders, ...(old === undefined || old === '' ? [] : [old])];
  return { ...env, [variable]: parts.join(delimiter) };
}

/** `env` without the first occurrence of each folder: another is the user's own. */
export function removeFromPath(env: Environment, folders: readonly string[]): Environment {
  const variable = pathVariable(env);
  const parts = (env[variable] ?? '').split(delimiter);
  for (const folder of folders) {
    const at = parts.indexOf(folder);
    if (at !== -1) parts.splice(at, 1);
  }
  return { ...env, [variable]: parts.join(delimiter) };
}
