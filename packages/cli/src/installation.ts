import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The folder that holds this copy of stackbench. */
export const rootFolder = resolve(import.meta.dirname, '../../..');

/** The version of this copy of stackbench. */
export async function readVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(rootFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** A path as its user typed it, made absolute: pnpm starts scripts in the root, wherever its user is. */
export function resolveUserPath(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: typedIn } = process.env;
  return resolve(script === 'bench' && typedIn !== undefined ? typedIn : process.cwd(), path);
}
