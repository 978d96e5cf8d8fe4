import { dirname, join } from 'node:path';
import { entries } from '../folders.ts';
import { type EnvironmentPlaces, named, showPath } from './environment-places.ts';
import type { Candidate } from './python-environment.ts';

/** Environments of the working folder's project, wherever in it that is, and global ones. */
export function pixiPlaces(places: EnvironmentPlaces): Candidate[] {
  const { env, home, workingFolder } = places;
  const folders = [
    ...withParents(workingFolder).map((folder) => join(folder, '.pixi/envs')),
    ...named(env, 'PIXI_HOME').map((folder) => join(folder, 'envs')),
    join(home, '.pixi/envs'),
  ];
  return folders.flatMap((folder) =>
    entries(folder).map((prefix) => ({ prefix, foundBy: showPath(places, folder) })),
  );
}

function withParents(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...withParents(above)];
}
