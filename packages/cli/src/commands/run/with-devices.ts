import { escapeControl } from '@stackbench/report';
import { stoppable } from '../../interrupts.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { createLocks, type Locks } from './locks.ts';

/** What work with devices is given. */
export interface DeviceUse {
  locks: Locks;
  /** Aborted by the first Ctrl-C. */
  signal: AbortSignal;
  /** Leaves interrupts to somebody else from here on. */
  leaveInterrupts: () => void;
}

/** Work that has devices to itself. Until it measures, there is nothing to bring to an end when it is interrupted. */
export async function withDevices<T>(
  wait: boolean,
  { err }: Terminal,
  work: (use: DeviceUse) => Promise<T>,
): Promise<T> {
  const onWait = (reason: string) => err.write(`Waiting. ${escapeControl(reason)}\n`);
  return stoppable(async (signal, leaveInterrupts) => {
    const locks = createLocks({ wait, signal, onWait });
    try {
      return await work({ locks, signal, leaveInterrupts });
    } finally {
      locks.release();
    }
  });
}
