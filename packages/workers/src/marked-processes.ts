import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/**
 * The variable that marks every process of a tree, wherever it moves. Its value is the tree's cookie, behind
 * those of the trees that it grows in.
 */
export const cookieVariable = 'STACKBENCH_LAUNCH';

/** Where a process with replies on a descriptor of their own finds its number. */
export const replyVariable = 'STACKBENCH_REPLY_FD';

/** What a process finds in its environment because of who started it. */
export const processVariables: readonly string[] = [cookieVariable, replyVariable];

/**
 * The cookie of a tree that this process is about to start.
 * @param name of a greater tree that it belongs to
 */
export function makeCookie(name?: string): string {
  return [process.env[cookieVariable], name, randomUUID()]
    .filter((part) => part !== undefined)
    .join('/');
}

/**
 * The processes of a tree by its cookie: descendants keep it, even those who moved to a group and a
 * session of their own, where no signal to their parent's group reaches them. Linux only: elsewhere
 * nothing tells a process's environment.
 */
export function findMarked(cookie: string): number[] {
  const mark = `${cookieVariable}=${cookie}`;
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) =>
      environmentOf(pid)
        .split('\0')
        .some((entry) => entry === mark || entry.startsWith(`${mark}/`)),
    )
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // Gone, or another user's.
    return '';
  }
}
