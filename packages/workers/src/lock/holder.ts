import { z } from 'zod';
import { isRunning, readNamespace, readProcessStart } from '../owner.ts';
import { thisMachine } from '../this-machine.ts';

/** Who holds a lock: a process, told from a later one of the same number by when it began. */
export const holderSchema = z.object({
  pid: z.int().positive(),
  /** Start of the process in the system's own count; null where that is unknown. */
  processStart: z.string().nullable(),
  lockedAt: z.iso.datetime(),
  /** Where its number counts: a container, or another machine, may share the folder and not the processes. */
  namespace: z.string().optional(),
  /** What it holds, of a lock that stands for something that another name may stand for in part. */
  claim: z.json().optional(),
});
export type Holder = z.infer<typeof holderSchema>;

export function thisHolder(claim?: Holder['claim']): Holder {
  return {
    pid: process.pid,
    processStart: readProcessStart(process.pid),
    lockedAt: new Date().toISOString(),
    namespace: ownNamespace(),
    claim,
  };
}

/** So often a holder shows that it lives… */
export const beatMs = 10_000;
/** …and after so long without, one that cannot be seen is gone. */
const silenceMs = 6 * beatMs;

/**
 * Whether the process that took the lock still runs.
 * @param shownAt when it last showed that it does, in ms since 1970: all that is seen of one elsewhere
 */
export function isAlive({ pid, processStart, namespace }: Holder, shownAt: number): boolean {
  const isSeen = namespace === undefined || namespace === ownNamespace();
  return isSeen ? isRunning(pid, processStart) : Date.now() - shownAt < silenceMs;
}

/** The first namespace of processes has the same number on all machines. */
function ownNamespace(): string {
  return `${thisMachine()} ${readNamespace()}`;
}
