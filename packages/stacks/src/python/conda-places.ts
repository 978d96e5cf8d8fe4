import { basename, delimiter, dirname, join } from 'node:path';
import { entries, resolveLinks } from '../folders.ts';
import { readText } from '../read-text.ts';
import { searchPath } from '../search-path.ts';
import { condarcFiles, readEnvsDirs } from './condarc.ts';
import { type EnvironmentPlaces, named, showPath, systemPath } from './environment-places.ts';
import type { Candidate } from './python-environment.ts';

/** Folders that installers of conda and its like propose. */
const installs = [
  'anaconda3',
  'miniconda3',
  'miniforge3',
  'mambaforge',
  'micromamba',
  'anaconda',
  'miniconda',
  'miniforge',
  'mamba',
  'conda',
];

/** Where environments of conda, mamba and micromamba are: in lists, folders of environments, installs. */
export function condaPlaces(places: EnvironmentPlaces): Candidate[] {
  const roots = condaRoots(places);
  const files = condarcFiles(
    places,
    roots.map(({ prefix }) => prefix),
  );
  const folders = [
    ...['CONDA_ENVS_DIRS', 'CONDA_ENVS_PATH'].flatMap((foundBy) =>
      (places.env[foundBy] ?? '').split(delimiter).map((folder) => ({ folder, foundBy })),
    ),
    ...files.flatMap((file) =>
      readEnvsDirs(file, places).map((folder) => ({ folder, foundBy: showPath(places, file) })),
    ),
    { folder: join(places.home, '.conda/envs'), foundBy: '~/.conda/envs' },
  ];
  return [
    ...listedPrefixes(places),
    ...roots,
    ...folders
      .filter(({ folder }) => folder !== '')
      .flatMap(({ folder, foundBy }) => entries(folder).map((prefix) => ({ prefix, foundBy }))),
  ];
}

/** What conda itself has noted down, a line each. */
function listedPrefixes({ home }: EnvironmentPlaces): Candidate[] {
  return (readText(join(home, '.conda/environments.txt')) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((prefix) => ({ prefix, foundBy: '~/.conda/environments.txt' }));
}

function condaRoots(places: EnvironmentPlaces): Candidate[] {
  const { env, home } = places;
  const usual = [
    ...installs.map((name) => join(home, name)),
    join(env['XDG_DATA_HOME'] || join(home, '.local/share'), 'mamba'),
    ...['opt', 'usr/local'].flatMap((folder) =>
      installs.map((name) => systemPath(places, `${folder}/${name}`)),
    ),
    ...['PROGRAMDATA', 'LOCALAPPDATA'].flatMap((variable) =>
      named(env, variable).flatMap((folder) => installs.map((name) => join(folder, name))),
    ),
    // Homebrew's casks.
    ...['opt/homebrew', 'usr/local'].flatMap((brew) =>
      installs.map((name) => systemPath(places, `${brew}/Caskroom/${name}/base`)),
    ),
  ];
  return [
    ...['MAMBA_ROOT_PREFIX', 'CONDA_ROOT'].flatMap((foundBy) =>
      named(env, foundBy).map((prefix) => ({ prefix, foundBy })),
    ),
    ...named(env, 'CONDA_EXE').map((file) => ({
      prefix: dirname(dirname(resolveLinks(file))),
      foundBy: 'CONDA_EXE',
    })),
    ...searchPath(env)
      .filter((folder) => basename(folder) === 'condabin')
      .map((folder) => ({ prefix: dirname(folder), foundBy: 'PATH' })),
    ...usual.map((prefix) => ({ prefix, foundBy: showPath(places, prefix) })),
  ];
}
