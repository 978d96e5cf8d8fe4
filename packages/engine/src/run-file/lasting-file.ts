import {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** A file that is appended to for hours, in which somebody may delete, empty or replace it. */
export interface LastingFile {
  path: string;
  descriptor: number;
  /** All that was written, to write it anew. */
  kept: Buffer[];
}

/** A new file that begins with `first`: nobody ever sees less of it. */
export function createLasting(path: string, first: Buffer): number {
  makeFolder(dirname(path));
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const descriptor = openSync(beside, 'w');
  try {
    writeAt(descriptor, first, 0);
    giveName(beside, path);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
  return descriptor;
}

/** Appends to the file; where what was written is gone, writes all of it anew. */
export function appendLasting(file: LastingFile, bytes: Buffer): void {
  const end = file.kept.reduce((sum, { length }) => sum + length, 0);
  file.kept.push(bytes);
  if (!isInPlace(file)) {
    const path = freePath(file.path);
    const descriptor = createLasting(path, Buffer.concat(file.kept));
    // Not before there is another, which its owner may close.
    closeSync(file.descriptor);
    Object.assign(file, { path, descriptor });
  } else if (fstatSync(file.descriptor).size < end) {
    writeAt(file.descriptor, Buffer.concat(file.kept), 0);
  } else writeAt(file.descriptor, bytes, end);
}

/** Whether the path still leads to the file that is open. */
function isInPlace({ path, descriptor }: LastingFile): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  const open = fstatSync(descriptor);
  return now !== undefined && now.ino === open.ino && now.dev === open.dev;
}

/** `path`, or where something else is in its place `run-2.jsonl`. */
function freePath(path: string): string {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? path : `${stem}-${number}${extension}`;
    if (!existsSync(candidate)) return candidate;
  }
}

/** Gives a file its lasting name, which nothing else must have: as a link does, unlike a rename. */
function giveName(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Some file systems know no links.
    if (code === 'EEXIST' || existsSync(to)) throw error;
    renameSync(from, to);
  }
}

function writeAt(descriptor: number, bytes: Buffer, position: number): void {
  for (let at = 0; at < bytes.length;) {
    at += writeSync(descriptor, bytes, at, bytes.length - at, position + at);
  }
}
