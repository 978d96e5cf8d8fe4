import { join } from 'node:path';
import { entries } from '../folders.ts';
import { type EnvironmentPlaces, named, showPath } from './environment-places.ts';
import type { Candidate } from './python-environment.ts';

/** Interpreters that uv and pyenv have installed, with what else pyenv keeps beside them. */
export function standalonePlaces(places: EnvironmentPlaces): Candidate[] {
  const { env, home } = places;
  const pyenv = pyenvRoot(places);
  const uvFolders = [
    env['XDG_DATA_HOME'] || join(home, '.local/share'),
    ...named(env, 'APPDATA'),
  ].flatMap((folder) => ['uv/python', 'uv/data/python'].map((name) => join(folder, name)));
  const below = (folder: string, otherwise: 'pyenv' | 'uv', foundBy = showPath(places, folder)) =>
    entries(folder).map((prefix) => ({ prefix, foundBy, otherwise }));
  return [
    ...below(join(pyenv, 'versions'), 'pyenv'),
    ...below(join(home, '.pyenv/pyenv-win/versions'), 'pyenv'),
    ...named(env, 'UV_PYTHON_INSTALL_DIR').flatMap((folder) =>
      below(folder, 'uv', 'UV_PYTHON_INSTALL_DIR'),
    ),
    ...uvFolders.flatMap((folder) => below(folder, 'uv')),
  ];
}

function pyenvRoot({ env, home }: EnvironmentPlaces): string {
  return env['PYENV_ROOT'] || join(home, '.pyenv');
}
