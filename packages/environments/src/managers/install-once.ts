import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** In a folder that is complete; holds what the folder was made from. */
const marker = '.stackbench-complete';

/**
 * Makes a folder unless it is there complete and made from the same `source`. What `make` leaves
 * half done is removed. Returns whether it was made.
 */
export async function installOnce(
  folder: string,
  source: string,
  make: () => Promise<void>,
): Promise<boolean> {
  if ((await readMarker(folder)) === source) return false;
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  try {
    await make();
    await writeFile(join(folder, marker), source);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return true;
}

async function readMarker(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, marker), 'utf8');
  } catch {
    return null;
  }
}
