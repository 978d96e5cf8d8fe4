import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import process from 'node:process';
import { isOwnerGone, ownerPattern, thisOwner } from './owner.ts';

/**
 * The variable that marks every process of a tree, wherever it moves. Its value is the tree's cookie, which names
 * its owner, behind those of the trees that it grows in.
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
  return [process.env[cookieVariable], name, thisOwner(), randomUUID()]
    .filter((part) => part !== undefined)
    .join('/');
}

/**
 * The processes of a tree by its cookie: descendants keep it, even those who moved to a group and a
 * session of their own, where no signal to their parent's group reaches them. Linux only: elsewhere
 * nothing tells a process's environment.
 */
export function findMarked(cookie: string): number[] {
  return [...readCookies()]
    .filter(([, value]) => value === cookie || value.startsWith(`${cookie}/`))
    .map(([pid]) => pid);
}

/** The processes of this user that an owner who is gone has left running. */
export function findOrphans(): number[] {
  const uid = process.getuid?.();
  // Who is in such a tree itself has reasons of its own to live on.
  const inherited = new Set(process.env[cookieVariable]?.split('/'));
  return [...readCookies()]
    .filter(([, value]) =>
      value
        .split('/')
        .some((part) => owned.test(part) && !inherited.has(part) && isOwnerGone(part)),
    )
    .map(([pid]) => pid)
    .filter((pid) => statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid === uid);
}

const owned = new RegExp(`^${ownerPattern}$`);

/** The cookies of all processes that have one. */
function readCookies(): Map<number, string> {
  const found = new Map<number, string>();
  if (process.platform !== 'linux') return found;
  const start = `${cookieVariable}=`;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const entry = environmentOf(name)
      .split('\0')
      .find((each) => each.startsWith(start));
    if (entry !== undefined) found.set(Number(name), entry.slice(start.length));
  }
  return found;
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // Gone, or another user's.
    return '';
  }
}
