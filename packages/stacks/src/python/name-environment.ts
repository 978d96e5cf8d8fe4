import { basename, dirname } from 'node:path';
import { resolveLinks } from '../folders.ts';
import type { EnvironmentPlaces } from './environment-places.ts';
import { readPixiProject } from './pixi-project.ts';
import type { PythonEnvironmentKind } from './python-environment.ts';
import { isCondaRoot } from './recognise.ts';

/** Names that say nothing without the folder above. */
const genericNames: ReadonlySet<string> = new Set(['.venv', 'venv', '.env', 'env', '.conda']);

/** What people call an environment. No name holds that of the home folder, which names its user. */
export function nameEnvironment(
  kind: PythonEnvironmentKind,
  prefix: string,
  places: EnvironmentPlaces,
): string {
  if (kind === 'pixi') return namePixi(prefix, places);
  if (kind === 'conda' && isCondaRoot(prefix)) return 'base';
  const name = basename(prefix);
  const above = dirname(prefix);
  const saysNothing = above === resolveLinks(places.workingFolder) || above === dirname(above);
  if (!genericNames.has(name) || saysNothing) return name;
  return `${nameFolder(above, places)}/${name}`;
}

function namePixi(prefix: string, places: EnvironmentPlaces): string {
  const project = readPixiProject(prefix);
  if (project === null) return `global/${basename(prefix)}`;
  const folder = nameFolder(dirname(project.manifest), places);
  return project.environment === 'default' ? folder : `${folder}/${project.environment}`;
}

function nameFolder(folder: string, { home }: EnvironmentPlaces): string {
  return resolveLinks(folder) === resolveLinks(home) ? '~' : basename(folder);
}
