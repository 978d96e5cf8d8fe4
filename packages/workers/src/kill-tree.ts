import { setTimeout as delay } from 'node:timers/promises';
import { atExit } from './at-exit.ts';
import { findMarked, findOrphans } from './marked-processes.ts';

/** A process started as leader of its own group. */
export interface TreeRoot {
  /** Signals the whole group; false when it is gone. */
  kill(signal: NodeJS.Signals): boolean;
  hasExited(): boolean;
}

/** How often the tree is looked at while it dies, and how often KILL is repeated. */
const pollMs = 20;
const killAttempts = 50;

/**
 * Ends a process with all its descendants: TERM, up to `graceMs` to comply, KILL. The group reaches
 * ordinary children; those who moved to a session of their own are found by their cookie in
 * /proc (Linux only: elsewhere they have no handle).
 */
export async function killTree(root: TreeRoot, cookie: string, graceMs: number): Promise<void> {
  if (graceMs > 0) signalTree(root, cookie, 'SIGTERM');
  const deadline = performance.now() + graceMs;
  while (!isGone(root, cookie) && performance.now() < deadline) await delay(pollMs);
  for (let attempt = 0; attempt < killAttempts && !isGone(root, cookie); attempt++) {
    signalTree(root, cookie, 'SIGKILL');
    await delay(pollMs);
  }
}

/**
 * Makes this process the owner of a tree that it has just started: when it leaves, by whatever way, the
 * tree is killed first. Call what it returns once the tree has ended.
 */
export function ownTree(root: TreeRoot, cookie: string): () => void {
  return atExit(() => {
    signalTree(root, cookie, 'SIGKILL');
    // Those who were being born meanwhile.
    for (let attempt = 0; attempt < killAttempts && findMarked(cookie).length > 0; attempt++) {
      signalTree(root, cookie, 'SIGKILL');
    }
  });
}

/** Ends what a process that is gone had started under a name (see `runTool`). */
export async function reapTree(name: string): Promise<void> {
  await killTree({ kill: () => false, hasExited: () => true }, name, 0);
}

/** Ends what owners that were killed themselves have left running: it would hold the device, and for ever what hangs. */
export function reapOrphans(): void {
  for (const pid of findOrphans()) sendSignal(pid, 'SIGKILL');
}

function isGone(root: TreeRoot, cookie: string): boolean {
  return root.hasExited() && findMarked(cookie).length === 0;
}

function signalTree(root: TreeRoot, cookie: string, signal: NodeJS.Signals): void {
  if (!root.hasExited()) root.kill(signal);
  for (const pid of findMarked(cookie)) sendSignal(pid, signal);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended since it was found.
  }
}
