import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './vulkan-manifests.ts';

/** Where what can be made again is kept: `~/.cache/stackbench`. */
export function cacheFolder(env: Environment): string {
  return join(env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache'), 'stackbench');
}
