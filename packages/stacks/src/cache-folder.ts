import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import process from 'node:process';
import { BenchError } from '@stackbench/model';
import type { Environment } from '@stackbench/workers';
import { hasHome, homeFolder } from './home-folder.ts';

/**
 * Where what can be made again is kept: compiled kernels and workers, installed toolkits, unpacked
 * browsers. `STACKBENCH_CACHE` moves it. An `XDG_CACHE_HOME` that is empty or relative counts as unset, as
 * its specification says.
 */
export function cacheFolder(env: Environment = process.env): string {
  const { STACKBENCH_CACHE, XDG_CACHE_HOME } = env;
  if (STACKBENCH_CACHE) return resolve(STACKBENCH_CACHE);
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'stackbench');
  const home = homeFolder(env);
  if (hasHome(home)) return join(home, '.cache/stackbench');
  return join(tmpdir(), `stackbench-cache-${process.getuid?.() ?? 'user'}`);
}

/**
 * Makes the cache a folder of this user alone: what lies there is executed.
 * @throws BenchError when it is none, or another's
 */
export function secureCacheFolder(env: Environment = process.env): void {
  const folder = cacheFolder(env);
  const refuse = (problem: string, cause?: unknown) =>
    new BenchError(`The cache ${folder} cannot be used: ${problem}`, {
      cause,
      fix: `${describePlace(env)}Set STACKBENCH_CACHE to a folder of your own, or one that can be made.`,
    });
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(realpathSync(folder));
    const mine = process.getuid?.();
    if (mine === undefined) return;
    if (uid !== mine)
      throw refuse(`it belongs to the user with the number ${uid}, and you are ${mine}`);
    if ((mode & 0o077) !== 0) chmodSync(folder, 0o700);
  } catch (cause) {
    throw cause instanceof BenchError ? cause : refuse((cause as Error).message, cause);
  }
}

/** The variable that put the cache where it is; nothing of the one that the advice names. */
function describePlace({ STACKBENCH_CACHE, XDG_CACHE_HOME, HOME }: Environment): string {
  if (STACKBENCH_CACHE) return '';
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME))
    return `XDG_CACHE_HOME is '${XDG_CACHE_HOME}'. `;
  return HOME ? `HOME is '${HOME}'. ` : '';
}
