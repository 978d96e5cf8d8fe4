import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { userFolder } from '@stackbench/stacks';

/** The folder that holds this copy of stackbench. */
export const rootFolder = resolve(import.meta.dirname, '../../..');

/** The version of this copy of stackbench. */
export async function readVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(rootFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/** A path as its user typed it, made absolute. */
export function resolveUserPath(path: string): string {
  return resolve(userFolder(), path);
}

/** The reverse: relative for what lies below the folder that the user is in. */
export function shortenPath(path: string): string {
  const short = relative(resolveUserPath('.'), path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}

/** Where run files, baselines and published tables lie, unless its user named another folder. */
export function findResultsFolder(named?: string): string {
  return named === undefined ? join(rootFolder, 'results') : resolveUserPath(named);
}
