import { basename, dirname } from 'node:path';
import { searchPath } from '../search-path.ts';
import { type EnvironmentPlaces, named } from './environment-places.ts';
import type { Candidate } from './python-environment.ts';

/** Environments that are active, and conda's levels below; then those whose programs are on PATH. */
export function activePlaces({ env }: EnvironmentPlaces): Candidate[] {
  const variables = [
    'VIRTUAL_ENV',
    'CONDA_PREFIX',
    ...Object.keys(env)
      .filter((name) => /^CONDA_PREFIX_\d+$/.test(name))
      .toSorted(),
  ];
  return [
    ...variables.flatMap((foundBy) => named(env, foundBy).map((prefix) => ({ prefix, foundBy }))),
    ...searchPath(env)
      .filter((folder) => ['bin', 'Scripts'].includes(basename(folder)))
      .map((folder) => ({ prefix: dirname(folder), foundBy: 'PATH' })),
  ];
}
