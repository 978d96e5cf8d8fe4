import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Device, deviceOf, lockDevices } from '@stackbench/engine';
import { BusyError, type Stack } from '@stackbench/model';
import { atExit, type LockWords, takeLock } from '@stackbench/workers';

/** What tells the device of a stack. */
type Computing = Pick<Stack, 'software' | 'facts'>;

/** The devices that a run has to itself, and the file that it measures into where others may want it, too. */
export interface Locks {
  /**
   * Takes what is free, before anything is looked for: which device the stacks will use is not known yet, and
   * looking disturbs whoever measures.
   * @throws BenchError naming a process, where others use all devices
   */
  reserve(devices: readonly Device[]): Promise<void>;
  /** @throws BenchError naming the process that uses a device of these stacks */
  take(stacks: readonly Computing[]): Promise<void>;
  /**
   * Takes a lock that is a file, which other machines may see, too; it is kept until the end.
   * @throws BenchError naming the process that holds it
   */
  takeFile(path: string, words: LockWords): Promise<void>;
  /** Frees what devices these stacks do not use. */
  keepOnly(stacks: readonly Computing[]): void;
  release(): void;
}

export interface LockOptions {
  /** Waits for whoever uses a device, instead of refusing. */
  wait: boolean;
  signal: AbortSignal;
  /** Told once, why it has to wait. */
  onWait: (reason: string) => void;
}

/** At least; each time another, so that of two that met none meets the other again. */
const retryMs = 400;

export function createLocks({ wait, signal, onWait }: LockOptions): Locks {
  const run = randomUUID();
  const held = new Map<string, () => void>();
  const files: (() => void)[] = [];
  const told = new Set<string>();

  const lock = (device: Device) => {
    const key = keyOf(device);
    if (!held.has(key)) held.set(key, lockDevices([device], { run }));
  };

  /** Tries until it succeeds, or is given up. */
  async function insist(attempt: () => void): Promise<void> {
    for (;;) {
      try {
        attempt();
        return;
      } catch (error) {
        // To wait for what nobody will end would be for ever.
        if (!(error instanceof BusyError) || !wait) throw refusal(error);
        if (!told.has(error.message)) onWait(error.message);
        told.add(error.message);
      }
      await sleep(retryMs * (1 + Math.random()), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
    }
  }

  const freeAllBut = (wanted: ReadonlySet<string>) => {
    for (const [key, release] of held) {
      if (wanted.has(key)) continue;
      release();
      held.delete(key);
    }
  };

  return {
    reserve: (devices) =>
      insist(() => {
        const problems = devices.flatMap((device) => attemptTo(() => lock(device)));
        if (problems.length === devices.length) throw problems[0]!;
      }),
    take: (stacks) => insist(() => stacks.map(deviceOf).forEach(lock)),
    takeFile: (path, words) =>
      insist(() => {
        const unlock = takeLock(path, words);
        const forget = atExit(unlock);
        files.push(() => {
          unlock();
          forget();
        });
      }),
    keepOnly: (stacks) => freeAllBut(new Set(stacks.map((stack) => keyOf(deviceOf(stack))))),
    release: () => {
      freeAllBut(new Set());
      for (const release of files.splice(0)) release();
    },
  };
}

function keyOf({ kind, parts }: Device): string {
  return [kind, ...parts].join(' ');
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
  if (!(error instanceof BusyError)) return error;
  return new BusyError(error.message, {
    cause: error,
    fix: `${error.fix ?? ''} --wait waits for it.`.trim(),
  });
}
