import process from 'node:process';
import type { Environment } from '@stackbench/workers';

/** The folder that its user is in: pnpm starts scripts in the root of the workspace, wherever that is. */
export function userFolder(env: Environment = process.env): string {
  const { npm_lifecycle_event: script, INIT_CWD: typedIn } = env;
  return script === 'bench' && typedIn !== undefined ? typedIn : process.cwd();
}
