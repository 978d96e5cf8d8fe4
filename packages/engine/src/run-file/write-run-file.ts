import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  BenchError,
  type Footer,
  type Header,
  type Outcome,
  type RunLine,
  type Status,
} from '@stackbench/model';
import { makeFolder } from './make-folder.ts';
import { outcomeKey } from '../run/outcome-key.ts';
import { readRunLines } from './read-run-file.ts';
import { currentIdentity, scrub } from './scrub.ts';

/** A run file that is being written, a whole line at a time. */
export interface RunFile {
  path: string;
  append(outcome: Outcome): void;
  /** Writes the footer, with the counts of all outcomes. */
  finish(endedAt: Date): void;
  /** Closes the file, with or without a footer. Closing twice does nothing. */
  close(): void;
}

/**
 * Begins a run file with its header. Home folder, user and host are scrubbed from every line.
 * @throws BenchError when the file exists or cannot be written; so do the methods of what it returns
 */
export function createRunFile(path: string, header: Header): RunFile {
  const descriptor = attempt(path, () => {
    makeFolder(dirname(path));
    return openSync(path, 'wx');
  });
  const file = createWriter(path, descriptor, []);
  file.write(header);
  return file;
}

/**
 * Opens the file of a run that was cut off, for more outcomes: a torn last line and the footer of
 * an interrupted run are cut away.
 * @throws BenchError when it is not a run file
 */
export async function reopenRunFile(path: string): Promise<RunFile> {
  const { outcomes, endOfOutcomes } = await readRunLines(path);
  const descriptor = attempt(path, () => {
    const opened = openSync(path, 'r+');
    ftruncateSync(opened, endOfOutcomes);
    return opened;
  });
  return createWriter(path, descriptor, outcomes, endOfOutcomes);
}

function createWriter(
  path: string,
  descriptor: number,
  earlier: readonly Outcome[],
  position = 0,
): RunFile & { write(line: RunLine): void } {
  const identity = currentIdentity();
  const statuses = new Map(earlier.map((each) => [outcomeKey(each), each.status]));
  let end = position;
  let isOpen = true;
  const write = (line: RunLine) => {
    const bytes = Buffer.from(`${JSON.stringify(scrub(line, identity))}\n`);
    attempt(path, () => {
      for (let at = 0; at < bytes.length;) {
        at += writeSync(descriptor, bytes, at, bytes.length - at, end + at);
      }
    });
    end += bytes.length;
  };
  return {
    path,
    write,
    append: (outcome) => {
      write({ type: 'outcome', ...outcome });
      statuses.set(outcomeKey(scrub(outcome, identity)), outcome.status);
    },
    finish: (endedAt) =>
      write({ type: 'footer', endedAt: endedAt.toISOString(), counts: count(statuses.values()) }),
    close: () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

function count(statuses: Iterable<Status>): Footer['counts'] {
  const counts: Footer['counts'] = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const remedies: Record<string, string> = {
  EEXIST: 'Choose another --out, or continue that run with --resume.',
  ENOSPC: 'Make room on the disk, then continue with --resume.',
  EDQUOT: 'Make room in your quota, then continue with --resume.',
  EROFS: 'Choose a writable place with --out.',
  EACCES: 'Choose a writable place with --out.',
  EPERM: 'Choose a writable place with --out.',
  EISDIR: 'Give a file, not a folder, with --out.',
  ENOENT: 'Choose another place with --out.',
  ENOTDIR: 'Choose another place with --out.',
  EFBIG: 'Raise the limit on file sizes, then continue with --resume.',
};

function attempt<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const fix = remedies[code];
    throw new BenchError(`The run file ${path} cannot be written: ${message}`, {
      cause,
      ...(fix === undefined ? {} : { fix }),
    });
  }
}
