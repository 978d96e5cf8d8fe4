import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Environment } from '@stackbench/workers';

/**
 * Where what can be made again is kept: compiled kernels and workers, installed toolkits, unpacked
 * browsers. `STACKBENCH_CACHE` moves it.
 */
export function cacheFolder(env: Environment = process.env): string {
  const { STACKBENCH_CACHE, XDG_CACHE_HOME, HOME } = env;
  return (
    STACKBENCH_CACHE ?? join(XDG_CACHE_HOME ?? join(HOME ?? homedir(), '.cache'), 'stackbench')
  );
}
