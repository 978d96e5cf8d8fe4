import { homeFolder } from '../home-folder.ts';
import { join, relative, sep } from 'node:path';
import process from 'node:process';
import { cacheFolder } from '../cache-folder.ts';
import type { Environment } from '@stackbench/workers';
import { shortenHome } from '../shorten-home.ts';
import { userFolder } from '../user-folder.ts';

/** Where Python environments are looked for. */
export interface EnvironmentPlaces {
  env: Environment;
  home: string;
  /** The folder that absolute system paths are below, for tests; default: `/`. */
  systemRoot?: string;
  /** The project whose environments count. */
  workingFolder: string;
  /** Where stackbench itself puts environments. */
  ownFolder: string;
}

export interface PlacesOptions {
  /** Default: this process's environment. */
  env?: Environment;
  systemRoot?: string | undefined;
  /** Default: that of the user. */
  workingFolder?: string | undefined;
}

/** The places that a machine's environment variables lead to. */
export function environmentPlaces({
  env = process.env,
  systemRoot,
  workingFolder = userFolder(env),
}: PlacesOptions = {}): EnvironmentPlaces {
  return {
    env,
    home: env['HOME'] ?? env['USERPROFILE'] ?? homeFolder(),
    workingFolder,
    ownFolder: join(cacheFolder(env), 'environments'),
    ...(systemRoot === undefined ? {} : { systemRoot }),
  };
}

/** An absolute path of the system, as it is seen from these places. */
export function systemPath({ systemRoot = '/' }: EnvironmentPlaces, path: string): string {
  return join(systemRoot, path);
}

/** A path for people: `~` for home, without the root that tests have. */
export function showPath({ home, systemRoot = '/' }: EnvironmentPlaces, path: string): string {
  const shown = shortenHome(path, home);
  const isBelow = systemRoot !== '/' && shown.startsWith(systemRoot + sep);
  return isBelow ? `/${relative(systemRoot, shown)}` : shown;
}

/** The value of a variable that names a folder; none where it is unset or empty. */
export function named(env: Environment, variable: string): string[] {
  const value = env[variable];
  return value === undefined || value === '' ? [] : [value];
}
