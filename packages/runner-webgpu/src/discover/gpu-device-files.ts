import { readdirSync } from 'node:fs';
import process from 'node:process';

/**
 * Whether a GPU's device file is there. Without one, asking drivers and browsers for a GPU is slow
 * and in vain; where there are no such files, one may be there.
 */
export function mayHaveGpu(): boolean {
  if (process.platform !== 'linux') return true;
  return has('/dev/dri', 'renderD') || has('/dev', 'nvidiactl') || has('/dev', 'dxg');
}

function has(folder: string, prefix: string): boolean {
  try {
    return readdirSync(folder).some((name) => name.startsWith(prefix));
  } catch {
    return false;
  }
}
