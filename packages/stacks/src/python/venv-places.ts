import { join, resolve } from 'node:path';
import { entries } from '../folders.ts';
import { type EnvironmentPlaces, named, showPath } from './environment-places.ts';
import type { Candidate } from './python-environment.ts';

/** Where venvs are: in the project, in the home folder, and where the tools that make them keep them. */
export function venvPlaces(places: EnvironmentPlaces): Candidate[] {
  const { env, home, workingFolder } = places;
  const below = (folder: string, foundBy = showPath(places, folder)): Candidate[] =>
    entries(folder).map((prefix) => ({ prefix, foundBy }));
  const inVariable = (variable: string, ...folder: string[]) =>
    named(env, variable).flatMap((value) => below(join(value, ...folder), variable));
  const data = [
    env['XDG_DATA_HOME'] || join(home, '.local/share'),
    join(home, 'Library/Application Support'),
    ...named(env, 'APPDATA'),
    ...named(env, 'LOCALAPPDATA'),
  ];
  const caches = [
    env['XDG_CACHE_HOME'] || join(home, '.cache'),
    join(home, 'Library/Caches'),
    ...named(env, 'LOCALAPPDATA'),
  ];
  return [
    ...named(env, 'UV_PROJECT_ENVIRONMENT').map((folder) => ({
      prefix: resolve(workingFolder, folder),
      foundBy: 'UV_PROJECT_ENVIRONMENT',
    })),
    ...below(workingFolder, 'working folder'),
    ...inVariable('WORKON_HOME'),
    ...['envs', '.venvs', '.virtualenvs', 'venvs'].flatMap((name) => below(join(home, name))),
    ...inVariable('POETRY_VIRTUALENVS_PATH'),
    ...inVariable('POETRY_CACHE_DIR', 'virtualenvs'),
    ...inVariable('PIPX_HOME', 'venvs'),
    ...inVariable('UV_TOOL_DIR'),
    ...below(join(home, '.local/pipx/venvs')),
    // pipenv, pipx, uv, PDM.
    ...data.flatMap((folder) =>
      ['virtualenvs', 'pipx/venvs', 'uv/tools', 'uv/data/tools', 'pdm/venvs'].flatMap((name) =>
        below(join(folder, name)),
      ),
    ),
    ...caches.flatMap((folder) =>
      ['pypoetry/virtualenvs', 'pypoetry/Cache/virtualenvs'].flatMap((name) =>
        below(join(folder, name)),
      ),
    ),
    // hatch: a folder a project, in it one a state of its definition.
    ...data
      .map((folder) => join(folder, 'hatch/env/virtual'))
      .flatMap((folder) =>
        entries(folder)
          .flatMap((project) => entries(project))
          .flatMap((state) => below(state, showPath(places, folder))),
      ),
    ...below(home, 'home folder'),
  ];
}
