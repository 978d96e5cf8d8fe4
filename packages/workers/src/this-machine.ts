import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** This machine since it started, for what lies in a folder that machines share; its name where it tells nothing better. */
export function thisMachine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return hostname();
  }
}
