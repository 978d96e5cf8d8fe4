import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { BenchError, BusyError } from '@stackbench/model';
import { beatMs, type Holder, holderSchema, isAlive, thisHolder } from './holder.ts';
import { strangeKind } from './strange-kind.ts';

/** How to speak of what is locked. */
export interface LockWords {
  /** On a sentence that begins: `the cpu`. */
  what: string;
  /** Whom the holder is to be told as: `Another run is using the cpu`. */
  busy: string;
}

/**
 * Takes the lock that is the file `path`; one whose process is gone is taken over. Call what it
 * returns to free it.
 * @param claim what is held by it, for {@link refuseRival}
 * @throws BenchError naming the process that holds the lock
 */
export function takeLock(
  path: string,
  { what, busy }: LockWords,
  claim?: Holder['claim'],
): () => void {
  const mine = JSON.stringify(thisHolder(claim));
  // Written beside and linked, so that nobody ever reads half a lock.
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, mine, { flag: 'wx' });
    // Another user must be able to read who holds it.
    chmodSync(draft, 0o644);
    while (!link(draft, path)) clearStale(path, busy);
  } catch (cause) {
    if (cause instanceof BenchError) throw cause;
    throw new BenchError(`${what} cannot be locked: ${(cause as Error).message}`, {
      cause,
      fix: isFull(cause)
        ? `Make room for ${path}.`
        : `Make the folder of ${path} writable, or remove that file.`,
    });
  } finally {
    rmSync(draft, { force: true });
  }
  const beat = setInterval(() => showLife(path, mine), beatMs).unref();
  return () => {
    clearInterval(beat);
    if (read(path) === mine) rmSync(path, { force: true });
  };
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** For those who see the lock and not the process. */
function showLife(path: string, mine: string): void {
  const now = new Date();
  try {
    if (read(path) === mine) utimesSync(path, now, now);
  } catch {
    // It was taken away: nothing is left to show.
  }
}

/**
 * Refuses what another has locked under a name of their own, where that stands in one's way; what says nothing is
 * no lock.
 * @param busyWith whom the holder of this claim is to be told as; null when it leaves one alone
 * @throws BenchError naming the process that holds it
 */
export function refuseRival(
  path: string,
  busyWith: (claim: Holder['claim']) => string | null,
): void {
  let found: string | null = null;
  try {
    found = read(path);
  } catch {
    // Another user's, which one may not look into.
  }
  const busy = found === null ? null : busyWith(parseHolder(found)?.claim);
  if (found !== null && busy !== null) refuseAlive(path, found, busy);
}

/** @throws BenchError when the process that wrote this lock still runs */
function refuseAlive(path: string, found: string, busy: string): void {
  const holder = parseHolder(found);
  const shownAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (holder === null || !isAlive(holder, shownAt)) return;
  throw new BusyError(`${busy}: process ${holder.pid}, since ${holder.lockedAt}`, {
    fix: 'Wait for it to end, or end it.',
  });
}

/** Makes way for a new lock, if there is none or the holder of the old one is gone. */
function clearStale(path: string, busy: string): void {
  const found = read(path);
  if (found === null) return;
  refuseAlive(path, found, busy);
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
        fix: 'Remove it, or set TMPDIR to a folder of your own.',
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
