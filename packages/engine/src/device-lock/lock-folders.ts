import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { BenchError } from '@stackbench/model';
import { cacheFolder } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';

/**
 * Seen by all users and in all environments of a Unix, but for containers and services that have one of their own. Jobs
 * of a scheduler may have a `/tmp` of their own, and the rest in common.
 */
const common = ['/tmp', '/dev/shm'];

/**
 * Where the locks lie: in a folder of this user's own; in the temporary folder, where those of other users are seen; and
 * in those that all have, whatever their variables. `STACKBENCH_LOCKS` names another instead, such as one that
 * containers on one GPU share.
 * @throws BenchError when there can be none
 */
export function lockFolders(env: Environment = process.env): string[] {
  const { STACKBENCH_LOCKS: named } = env;
  if (named) {
    if (!isAbsolute(named)) {
      throw new BenchError(
        `STACKBENCH_LOCKS is '${named}', which is another folder wherever a run is started`,
        { fix: `Give the whole path: ${resolve(named)}` },
      );
    }
    const problem = whyUnusable(named);
    if (problem === null) return [named];
    throw refuse(problem, 'Set STACKBENCH_LOCKS to a folder that you can write, or unset it.');
  }
  return [...new Set([ownFolder(env), tmpdir(), ...common.filter(isUsable)])];
}

function ownFolder(env: Environment): string {
  const { XDG_RUNTIME_DIR } = env;
  const cached = join(cacheFolder(env), 'devices');
  if (XDG_RUNTIME_DIR && isAbsolute(XDG_RUNTIME_DIR)) {
    const own = join(XDG_RUNTIME_DIR, 'stackbench');
    // After `su` it may still be that of another.
    if (whyUnusable(own) === null) return own;
  }
  const problem = whyUnusable(cached);
  if (problem === null) return cached;
  throw refuse(
    problem,
    `Make ${cached} a folder that you can write, or set STACKBENCH_CACHE to one of your own.`,
  );
}

function refuse(cause: Error, fix: string): BenchError {
  return new BenchError(`Devices cannot be locked: ${cause.message}`, { cause, fix });
}

/** Makes a folder for this user alone, unless it is there. */
function whyUnusable(folder: string): Error | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    checkUsable(folder);
    return null;
  } catch (error) {
    return error as Error;
  }
}

function isUsable(folder: string): boolean {
  try {
    checkUsable(folder);
    return true;
  } catch {
    return false;
  }
}

function checkUsable(folder: string): void {
  accessSync(folder, constants.W_OK | constants.X_OK);
}
