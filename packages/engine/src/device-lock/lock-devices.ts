import { createHash, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { atExit, refuseRival, takeLock, thisMachine } from '@stackbench/workers';
import { z } from 'zod';
import { type Device, deviceSchema, overlap } from './device.ts';
import { lockFolders } from './lock-folders.ts';

/** What a lock says of itself, beside who holds it. */
const claimSchema = z.object({ device: deviceSchema, run: z.string(), node: z.string() });

export interface LockPlace {
  folders?: readonly string[];
  /** Devices of one run do not exclude each other. Default: a run of its own. */
  run?: string;
}

const prefix = 'stackbench-device-';

/**
 * Takes the locks of all `wanted` devices, or none. A lock is a file in each of `folders`; one
 * whose process is gone is taken over. Call what it returns to free them; when this process leaves
 * before, they are freed, too.
 * @throws BenchError naming the process that holds a lock
 */
export function lockDevices(
  wanted: readonly Device[],
  { folders = lockFolders(), run = randomUUID() }: LockPlace = {},
): () => void {
  const releases: (() => void)[] = [];
  const forget = atExit(() => releaseAll());
  const releaseAll = () => {
    for (const release of releases.splice(0)) release();
    forget();
  };
  try {
    for (const device of wanted) {
      for (const folder of folders) releases.push(lockDevice(device, folder, run));
    }
  } catch (error) {
    releaseAll();
    throw error;
  }
  return releaseAll;
}

/**
 * Each user has a lock of their own, as nobody can remove that of another's dead run from a shared
 * folder, and each set of processors, as sets may overlap: it is held when no rival is. Of two that come at the same
 * moment each may see the other, and both are refused.
 */
function lockDevice(device: Device, folder: string, run: string): () => void {
  // Machines that share a home folder have processors of the same numbers.
  const node = thisMachine();
  const key = JSON.stringify([node, device.kind, device.parts]);
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 12);
  const name = `${prefix}${digest}-${process.getuid?.() ?? 'user'}.lock`;
  const words = { what: `The ${device.name}`, busy: busyWith(device) };
  const release = takeLock(join(folder, name), words, { device, run, node });
  try {
    for (const other of readdirSync(folder)) {
      if (other === name || !other.startsWith(prefix) || !other.endsWith('.lock')) continue;
      refuseRival(join(folder, other), (claim) => {
        const { data: rival } = claimSchema.safeParse(claim);
        if (rival === undefined || rival.run === run || rival.node !== node) return null;
        return overlap(rival.device, device) ? busyWith(rival.device) : null;
      });
    }
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

function busyWith({ name }: Device): string {
  return `Another run is using the ${name}`;
}
