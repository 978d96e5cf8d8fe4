import { readFileSync } from 'node:fs';

/** Linux only. Nobody may be there to bury what died, so its remains do not count. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
