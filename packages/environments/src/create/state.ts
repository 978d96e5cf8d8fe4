import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { ownMarker, type OwnRecord, readOwnRecord } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import type { Setup } from '../setup/setup.ts';
import { ownFolderOf } from './places.ts';

/** What stands where an environment is to be made. */
export type State =
  | { is: 'absent' }
  /** Made whole. */
  | { is: 'complete'; record: OwnRecord }
  /** Begun by stackbench, and cut off or still going on. */
  | { is: 'unfinished'; record: OwnRecord }
  /** Not of stackbench's making: never touched. */
  | { is: 'foreign'; reason: string };

/** What stands where the environment of a setup is made. */
export function stateOf({ name }: Pick<Setup, 'name'>, env: Environment): State {
  return examine(join(ownFolderOf(env), name));
}

/** Looks at a place without following links. */
export function examine(folder: string): State {
  const kind = kindOf(folder);
  if (kind === 'nothing') return { is: 'absent' };
  if (kind !== 'folder') return { is: 'foreign', reason: `it is a ${kind}` };
  if (kindOf(join(folder, ownMarker)) !== 'file') {
    return { is: 'foreign', reason: `it has no ${ownMarker}` };
  }
  const record = readOwnRecord(folder);
  if (record === null) return { is: 'foreign', reason: `its ${ownMarker} makes no sense` };
  return { is: record.completedAt === null ? 'unfinished' : 'complete', record };
}

function kindOf(path: string): 'nothing' | 'folder' | 'file' | 'link' | 'thing of another kind' {
  try {
    const found = lstatSync(path);
    if (found.isSymbolicLink()) return 'link';
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'thing of another kind';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'nothing';
    throw error;
  }
}
