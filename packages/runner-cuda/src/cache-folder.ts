import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Where what can be made again is kept: compiled kernels and workers, installed toolkits.
 * `STACKBENCH_CACHE` moves it.
 */
export function cacheFolder(): string {
  const { STACKBENCH_CACHE, XDG_CACHE_HOME } = process.env;
  return STACKBENCH_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'stackbench');
}
