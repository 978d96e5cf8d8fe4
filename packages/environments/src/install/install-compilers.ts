import { join } from 'node:path';
import process from 'node:process';
import { cacheFolder } from '@stackbench/stacks';
import { chooseSetups } from './choose-setups.ts';
import { installSetup, type Say } from './install-setup.ts';

/** The cache that they lie in: one of their own, so that they are no stacks of this machine. */
export function compilersCache(): string {
  return join(cacheFolder(), 'nvrtc');
}

/**
 * Makes environments that have a compiler and nothing that could run what it makes, from the setups in a folder.
 * @param names of setups; none: all of them
 */
export async function installCompilers(
  folder: string,
  names: readonly string[],
  say: Say,
): Promise<void> {
  const env = { ...process.env, STACKBENCH_CACHE: compilersCache() };
  for (const setup of await chooseSetups(folder, names)) await installSetup(setup, env, say);
}
