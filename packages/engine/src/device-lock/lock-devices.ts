import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '@stackbench/model';
import { atExit, refuseHeld, takeLock } from '@stackbench/workers';
import { lockFolders } from './lock-folders.ts';

/**
 * What two runs must not use at once. Stacks name one and the same GPU in different words, so all
 * hardware counts as one device, and so does all that computes on the CPU.
 */
export const devices = ['cpu', 'gpu'] as const;
export type Device = (typeof devices)[number];

/** The device that a stack computes on. */
export function deviceOf(stack: Pick<Stack, 'software'>): Device {
  return stack.software ? 'cpu' : 'gpu';
}

/**
 * Takes the locks of all `wanted` devices, or none. A lock is a file in each of `folders`; one
 * whose process is gone is taken over. Call what it returns to free them; when this process leaves
 * before, they are freed, too.
 * @throws BenchError naming the process that holds a lock
 */
export function lockDevices(
  wanted: readonly Device[],
  folders: readonly string[] = lockFolders(),
): () => void {
  const releases: (() => void)[] = [];
  const forget = atExit(() => releaseAll());
  const releaseAll = () => {
    for (const release of releases.splice(0)) release();
    forget();
  };
  try {
    for (const device of wanted) {
      for (const folder of folders) releases.push(lockDevice(device, folder));
    }
  } catch (error) {
    releaseAll();
    throw error;
  }
  return releaseAll;
}

/**
 * Each user has a lock of their own, as nobody can remove that of another's dead run from a shared
 * folder; it is held when no other is.
 */
function lockDevice(device: Device, folder: string): () => void {
  const name = `stackbench-${createHash('sha256').update(device).digest('hex').slice(0, 12)}`;
  const path = join(folder, `${name}-${process.getuid?.() ?? 'user'}.lock`);
  const words = { what: `The ${device}`, busy: `Another run is using the ${device}` };
  const release = takeLock(path, words);
  try {
    for (const other of readdirSync(folder)) {
      if (!other.startsWith(name) || !other.endsWith('.lock')) continue;
      if (join(folder, other) !== path) refuseHeld(join(folder, other), words);
    }
  } catch (error) {
    release();
    throw error;
  }
  return release;
}
