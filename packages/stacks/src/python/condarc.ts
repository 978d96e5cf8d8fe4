import { join } from 'node:path';
import process from 'node:process';
import { entries } from '../folders.ts';
import { readText } from '../read-text.ts';
import { readYaml } from '../read-yaml.ts';
import { type EnvironmentPlaces, named, systemPath } from './environment-places.ts';

/** The configuration files that conda reads, those beside the installs given included. */
export function condarcFiles(places: EnvironmentPlaces, roots: readonly string[]): string[] {
  const { env, home } = places;
  const folders = [
    ...roots,
    join(home, '.conda'),
    join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'conda'),
    ...named(env, 'CONDA_PREFIX'),
    systemPath(places, 'etc/conda'),
    systemPath(places, 'var/lib/conda'),
    ...named(env, 'PROGRAMDATA').map((folder) => join(folder, 'conda')),
  ];
  return [
    ...named(env, 'CONDARC'),
    join(home, '.condarc'),
    ...folders.flatMap((folder) => [
      join(folder, '.condarc'),
      join(folder, 'condarc'),
      ...entries(join(folder, 'condarc.d'), /\.ya?ml$/),
    ]),
  ];
}

/** The folders of environments that a configuration file names; none where it cannot be read. */
export function readEnvsDirs(file: string, places: EnvironmentPlaces): string[] {
  const text = readText(file);
  if (text === null || text.trim() === '') return [];
  let settings: unknown;
  try {
    settings = readYaml(text);
  } catch {
    // conda would refuse it too.
    return [];
  }
  if (typeof settings !== 'object' || settings === null) return [];
  return ['envs_dirs', 'envs_path']
    .flatMap((key) => (settings as Record<string, unknown>)[key])
    .filter((value) => typeof value === 'string')
    .map((value) => expand(value, places));
}

/** `~` and variables, as conda does. A variable that is not set stays as it is. */
function expand(path: string, { env, home }: EnvironmentPlaces): string {
  const variables = path.replaceAll(
    /\$(?:(\w+)|\{([^}]+)\})/g,
    (written: string, plain?: string, braced?: string) => env[plain ?? braced ?? ''] ?? written,
  );
  const all =
    process.platform === 'win32'
      ? variables.replaceAll(/%([^%]+)%/g, (written: string, name: string) => env[name] ?? written)
      : variables;
  return /^~(?=$|[\\/])/.test(all) ? join(home, all.slice(1)) : all;
}
