import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Who holds a lock: a process, told from a later one of the same number by when it began. */
export const holderSchema = z.object({
  pid: z.int().positive(),
  /** Start of the process in the system's own count; null where that is unknown. */
  processStart: z.string().nullable(),
  lockedAt: z.iso.datetime(),
});
export type Holder = z.infer<typeof holderSchema>;

export function thisHolder(): Holder {
  return {
    pid: process.pid,
    processStart: readProcessStart(process.pid),
    lockedAt: new Date().toISOString(),
  };
}

/** Whether the process that took the lock still runs. */
export function isAlive({ pid, processStart }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const start = readProcessStart(pid);
  return processStart === null || start === null || start === processStart;
}

/** Field 22 of /proc/pid/stat (proc(5)), clock ticks since boot; null where there is no /proc. */
function readProcessStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command in parentheses may hold spaces and parentheses itself.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
