import { join } from 'node:path';
import { cacheFolder } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import type { Setup } from '../setup/setup.ts';

/** Where stackbench makes environments. */
export function ownFolderOf(env: Environment): string {
  return join(cacheFolder(env), 'environments');
}

/** Where the locks of environments that were removed are kept, for `--locked`. */
export function keptLocksOf(env: Environment, name: string): string {
  return join(cacheFolder(env), 'locks', name);
}

/**
 * The environment itself, below its folder. Tools get a place of their own that is not there yet, as some refuse
 * one that is; its name is what an activated shell shows.
 */
export function prefixOf({ name, format }: Pick<Setup, 'name' | 'format'>): string {
  return format === 'pixi' ? join(name, '.pixi', 'envs', 'default') : name;
}
