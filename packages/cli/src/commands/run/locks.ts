import { setTimeout as sleep } from 'node:timers/promises';
import { type Device, deviceOf, devices, lockDevices } from '@stackbench/engine';
import { BenchError, type Stack } from '@stackbench/model';

/** The devices that a run has to itself. */
export interface Locks {
  /**
   * Takes what is free, before anything is looked for: which device the stacks will use is not known yet, and
   * looking disturbs whoever measures.
   * @throws BenchError naming a process, where others use all devices
   */
  reserve(): Promise<void>;
  /** @throws BenchError naming the process that uses a device of these stacks */
  take(stacks: readonly Pick<Stack, 'software'>[]): Promise<void>;
  /** Frees what these stacks do not use. */
  keepOnly(stacks: readonly Pick<Stack, 'software'>[]): void;
  release(): void;
}

export interface LockOptions {
  /** Waits for whoever uses a device, instead of refusing. */
  wait: boolean;
  signal: AbortSignal;
  /** Told once, why it has to wait. */
  onWait: (reason: string) => void;
}

const retryMs = 500;

export function createLocks({ wait, signal, onWait }: LockOptions): Locks {
  const held = new Map<Device, () => void>();
  let told = false;

  const lock = (device: Device) => {
    if (!held.has(device)) held.set(device, lockDevices([device]));
  };

  /** Tries until it succeeds, or is given up. */
  async function insist(attempt: () => void): Promise<void> {
    for (;;) {
      try {
        attempt();
        return;
      } catch (error) {
        if (!(error instanceof BenchError) || !wait) throw refusal(error);
        if (!told) onWait(error.message);
        told = true;
      }
      await sleep(retryMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
    }
  }

  const free = (unwanted: (device: Device) => boolean) => {
    for (const [device, release] of held) {
      if (!unwanted(device)) continue;
      release();
      held.delete(device);
    }
  };

  return {
    reserve: () =>
      insist(() => {
        const problems = devices.flatMap((device) => attemptTo(() => lock(device)));
        if (problems.length === devices.length) throw problems[0]!;
      }),
    take: (stacks) => insist(() => stacks.map(deviceOf).forEach(lock)),
    keepOnly: (stacks) => {
      const used = new Set(stacks.map(deviceOf));
      free((device) => !used.has(device));
    },
    release: () => free(() => true),
  };
}

/** What stands in the way; nothing where nothing does. */
function attemptTo(act: () => void): unknown[] {
  try {
    act();
    return [];
  } catch (error) {
    return [error];
  }
}

function refusal(error: unknown): unknown {
  if (!(error instanceof BenchError)) return error;
  return new BenchError(error.message, {
    cause: error,
    fix: `${error.fix ?? ''} --wait waits for it.`.trim(),
  });
}
