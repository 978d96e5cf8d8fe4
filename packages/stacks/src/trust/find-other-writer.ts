import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, isAbsolute, join, parse, resolve, sep } from 'node:path';
import process from 'node:process';
import { readText } from '../read-text.ts';
import { isShared } from './groups.ts';

/** A file or folder that somebody else may change. */
export interface OtherWriter {
  path: string;
  /** Goes on a sentence that names it: `belongs to user 1001`. */
  how: string;
}

/**
 * The first file or folder on the way to `path`, links included, through which another user than this one and
 * root decides what stands there; null where there is none, and on Windows, where that is not looked into.
 */
export function findOtherWriter(path: string): OtherWriter | null {
  if (process.getuid === undefined) return null;
  const way = wayTo(resolve(path));
  for (const each of way) {
    const how = describeWriter(each);
    if (how !== null) return { path: each, how };
  }
  return null;
}

/** Every folder that is entered and every link that is followed from the root to `path`. */
function wayTo(path: string): string[] {
  const way: string[] = [];
  let left = path.split(sep).filter((name) => name !== '');
  let at = parse(path).root;
  for (let links = 0; left.length > 0 && links < mostLinks;) {
    way.push(at);
    const [name = '', ...rest] = left;
    // `..` leads to where a folder really is, as links before it were followed.
    const next = name === '..' ? dirname(at) : join(at, name);
    const target = name === '..' ? null : readLink(next);
    if (target === null) {
      [at, left] = [next, rest];
      continue;
    }
    links++;
    way.push(next);
    const names = target.split(sep).filter((part) => part !== '' && part !== '.');
    [at, left] = [isAbsolute(target) ? parse(target).root : at, [...names, ...rest]];
  }
  return [...new Set([...way, at])];
}

/** As the kernel gives up. */
const mostLinks = 40;

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function describeWriter(path: string): string | null {
  let status;
  try {
    status = lstatSync(path);
  } catch {
    // What is not there runs nothing.
    return null;
  }
  const { uid, gid, mode } = status;
  if (!trustedUsers().has(uid)) return `belongs to user ${uid}`;
  // In a folder such as /tmp nobody can replace what belongs to others; a link's own bits mean nothing.
  if ((status.isDirectory() && (mode & sticky) !== 0) || status.isSymbolicLink()) return null;
  if ((mode & 0o002) !== 0) return 'may be written by everybody';
  if ((mode & 0o020) !== 0 && isShared(gid)) return 'may be written by a group that others are in';
  return null;
}

const sticky = 0o1000;

/** This user, root, who has called this root, and those whom a user namespace does not tell from root. */
function trustedUsers(): ReadonlySet<number> {
  const caller = process.env['SUDO_UID'];
  return new Set([
    0,
    process.getuid?.() ?? 0,
    Number(readText('/proc/sys/kernel/overflowuid') ?? 65_534),
    ...(caller !== undefined && process.getuid?.() === 0 ? [Number(caller)] : []),
  ]);
}
