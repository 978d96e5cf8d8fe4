import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError, type Stack } from '@stackbench/model';
import { atExit } from '@stackbench/workers';
import { strangeKind } from '../run-file/describe-file.ts';
import { type Holder, holderSchema, isAlive, thisHolder } from './holder.ts';

/**
 * What two runs must not use at once. Stacks name one and the same GPU in different words, so all
 * hardware counts as one device, and so does all that computes on the CPU.
 */
export function deviceOf(stack: Stack): string {
  return stack.software ? 'cpu' : 'gpu';
}

/**
 * Takes the locks of all devices that `stacks` use, or none. The locks are files in the system's
 * temporary folder; one whose process is gone is taken over. Call what it returns to free them; when
 * this process leaves before, they are freed, too.
 * @throws BenchError naming the process that holds a lock
 */
export function lockDevices(stacks: readonly Stack[], folder: string = tmpdir()): () => void {
  const devices = [...new Set(stacks.map(deviceOf))].toSorted();
  const releases: (() => void)[] = [];
  const forget = atExit(() => releaseAll());
  const releaseAll = () => {
    for (const release of releases.splice(0)) release();
    forget();
  };
  try {
    for (const device of devices) releases.push(lockDevice(device, folder));
  } catch (error) {
    releaseAll();
    throw error;
  }
  return releaseAll;
}

/**
 * Each user has a lock of their own, as nobody can remove that of another's dead run from a shared
 * folder; it is held when no other is.
 */
function lockDevice(device: string, folder: string): () => void {
  const name = `stackbench-${createHash('sha256').update(device).digest('hex').slice(0, 12)}`;
  const path = join(folder, `${name}-${process.getuid?.() ?? 'user'}.lock`);
  const mine = JSON.stringify(thisHolder());
  // Written beside and linked, so that nobody ever reads half a lock.
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, mine, { flag: 'wx' });
    // Another user must be able to read who holds it.
    chmodSync(draft, 0o644);
    while (!link(draft, path)) clearStale(device, path);
  } catch (cause) {
    if (cause instanceof BenchError) throw cause;
    throw new BenchError(`The ${device} cannot be locked: ${(cause as Error).message}`, {
      cause,
      fix: `Make ${folder} writable, or remove ${path}.`,
    });
  } finally {
    rmSync(draft, { force: true });
  }
  const release = () => {
    if (read(path) === mine) rmSync(path, { force: true });
  };
  try {
    for (const other of readdirSync(folder)) {
      if (!other.startsWith(name) || !other.endsWith('.lock')) continue;
      if (join(folder, other) !== path) refuseAlive(device, readOther(join(folder, other)));
    }
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

/** @throws BenchError when the process that wrote this lock still runs */
function refuseAlive(device: string, found: string | null): void {
  const holder = found === null ? null : parseHolder(found);
  if (holder === null || !isAlive(holder)) return;
  throw new BenchError(
    `Another run is using the ${device}: process ${holder.pid}, since ${holder.lockedAt}`,
    { fix: 'Wait for it to end, or end it.' },
  );
}

/** What another user's lock says; null for what says nothing. */
function readOther(path: string): string | null {
  try {
    return read(path);
  } catch {
    return null;
  }
}

/** Makes way for a new lock, if there is none or the holder of the old one is gone. */
function clearStale(device: string, path: string): void {
  const found = read(path);
  if (found === null) return;
  refuseAlive(device, found);
  // Moved away first: if somebody took the lock over in between, theirs is put back.
  const away = `${path}.${randomUUID()}`;
  try {
    renameSync(path, away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(away) !== found) link(away, path);
  rmSync(away, { force: true });
}

/** Gives `from` a second name; false when `to` exists. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @throws BenchError for what is no file: to read it may take for ever */
function read(path: string): string | null {
  try {
    const kind = strangeKind(lstatSync(path));
    if (kind !== null) {
      throw new BenchError(`The lock ${path} is ${kind}, not a file`, {
        fix: `Remove it, or set TMPDIR to a folder of your own.`,
      });
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
