import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 20;
const killAttempts = 50;

/** Kills every process that {@link findMarked} finds, until there is none. */
export async function killMarked(variable: string, value: string): Promise<void> {
  for (let attempt = 0; attempt < killAttempts; attempt++) {
    const pids = findMarked(variable, value);
    if (pids.length === 0) return;
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended since it was found.
      }
    }
    await delay(pollMs);
  }
}

/**
 * Processes whose environment holds `variable` with this value: descendants keep it, even those who moved
 * to a group and a session of their own, where no signal to their parent's group reaches them. Linux
 * only: elsewhere nothing tells a process's environment.
 */
export function findMarked(variable: string, value: string): number[] {
  const mark = `${variable}=${value}`;
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environmentOf(pid).split('\0').includes(mark))
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // Gone, or another user's.
    return '';
  }
}
