import { z } from 'zod';
import { isRunning, readProcessStart } from '../owner.ts';

/** Who holds a lock: a process, told from a later one of the same number by when it began. */
export const holderSchema = z.object({
  pid: z.int().positive(),
  /** Start of the process in the system's own count; null where that is unknown. */
  processStart: z.string().nullable(),
  lockedAt: z.iso.datetime(),
  /** What it holds, of a lock that stands for something that another name may stand for in part. */
  claim: z.json().optional(),
});
export type Holder = z.infer<typeof holderSchema>;

export function thisHolder(claim?: Holder['claim']): Holder {
  return {
    pid: process.pid,
    processStart: readProcessStart(process.pid),
    lockedAt: new Date().toISOString(),
    claim,
  };
}

/** Whether the process that took the lock still runs. */
export function isAlive({ pid, processStart }: Holder): boolean {
  return isRunning(pid, processStart);
}
