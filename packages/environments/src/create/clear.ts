import { copyFile, mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { ownMarker } from '@stackbench/stacks';
import { lockEnvironment } from './lock-environment.ts';
import { examine } from './state.ts';
import { writeRecord } from './record.ts';

/**
 * Empties the folder of an environment of stackbench's own, but for its marker, which says from the first moment
 * that nothing in it counts any more. Links in it are removed, never followed.
 * @throws BenchError for a folder that is not stackbench's
 */
export async function clearEnvironment(folder: string): Promise<void> {
  const state = examine(folder);
  if (state.is === 'absent') return;
  if (state.is === 'foreign') throw foreign(folder, state.reason);
  await writeRecord(folder, { ...state.record, completedAt: null });
  for (const name of await readdir(folder)) {
    if (name !== ownMarker) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Removes an environment that stackbench has made, its marker last, so that what is left when this is cut off is
 * still known as its own. What was resolved is kept in `locks`.
 * @throws BenchError for a folder that is not stackbench's
 */
export async function removeEnvironment(folder: string, locks: string): Promise<void> {
  const release = lockEnvironment(folder);
  try {
    const state = examine(folder);
    if (state.is === 'complete') {
      await mkdir(locks, { recursive: true });
      for (const name of state.record.locks) {
        await copyFile(join(folder, name), join(locks, name)).catch(() => {});
      }
    }
    await discardEnvironment(folder);
  } finally {
    release();
  }
}

/** The same, keeping nothing. */
export async function discardEnvironment(folder: string): Promise<void> {
  await clearEnvironment(folder);
  await rm(join(folder, ownMarker), { force: true });
  await rmdir(folder);
}

export function foreign(folder: string, reason: string): BenchError {
  return new BenchError(`${folder} is not of stackbench's making: ${reason}`, {
    fix: 'Move it away, or remove it by hand, if it is yours.',
  });
}
