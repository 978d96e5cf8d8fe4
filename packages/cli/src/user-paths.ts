import { isAbsolute, join, relative, resolve } from 'node:path';
import { installation } from '@stackbench/installation';
import { userFolder } from '@stackbench/stacks';

/** A path as its user typed it, made absolute. */
export function resolveUserPath(path: string): string {
  return resolve(userFolder(), path);
}

/** The reverse: relative for what lies below the folder that the user is in. */
export function shortenPath(path: string): string {
  const short = relative(resolveUserPath('.'), path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}

/**
 * Where run files, baselines and published tables lie, unless its user named another folder: in a checkout, else where
 * its user is, as a package lies in a cache and a bundle perhaps where nothing can be written.
 */
export function findResultsFolder(named?: string): string {
  if (named !== undefined) return resolveUserPath(named);
  const { kind, root } = installation;
  return kind === 'checkout' ? join(root, 'results') : resolveUserPath('stackbench-results');
}
