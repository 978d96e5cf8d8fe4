import { deviceOf, lockDevices } from '@stackbench/engine';
import type { RunnableStack } from '@stackbench/workers';

/** The devices that a run has to itself, from when it first makes them compute. */
export interface Locks {
  /** @throws BenchError naming the process that uses a device of these stacks */
  take(stacks: readonly RunnableStack[]): void;
  release(): void;
}

export function createLocks(): Locks {
  const held = new Map<string, () => void>();
  return {
    take: (stacks) => {
      for (const { stack } of stacks) {
        const device = deviceOf(stack);
        if (!held.has(device)) held.set(device, lockDevices([stack]));
      }
    },
    release: () => {
      for (const release of held.values()) release();
      held.clear();
    },
  };
}
