import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import {
  BenchError,
  type Footer,
  type Header,
  type Outcome,
  type RunLine,
  type Stack,
  type Status,
} from '@stackbench/model';
import { createMask } from '@stackbench/privacy';
import { appendLasting, createLasting, type LastingFile } from './lasting-file.ts';
import { outcomeKey } from '../run/outcome-key.ts';
import { readRunLines } from './read-run-file.ts';
import { maskLine } from './mask-line.ts';
import { currentSurroundings } from './surroundings.ts';

/** A run file that is being written, a whole line at a time. */
export interface RunFile {
  /** Another than at first when the file went away, and something else came into its place. */
  readonly path: string;
  append(outcome: Outcome): Promise<void>;
  /** Writes the footer, with the counts of all outcomes. */
  finish(endedAt: Date): void;
  /** Closes the file, with or without a footer. Closing twice does nothing. */
  close(): void;
}

/**
 * Begins a run file with its header. What tells who, where or a secret is masked in every line.
 * @throws BenchError when the file exists or cannot be written; so do the methods of what it returns
 */
export async function createRunFile(path: string, header: Header): Promise<RunFile> {
  const kind = kindOf(header);
  const masked = await maskLine(header, createMask(currentSurroundings()));
  refuseTwins(header.stacks, masked.stacks);
  const line = lineOf(masked);
  const descriptor = attempt(path, kind, () => createLasting(path, line));
  return createWriter({ path, descriptor, kept: [line] }, [], kind);
}

/**
 * Opens the file of a run that was cut off, for more outcomes: a torn last line and the footer of
 * an interrupted run are cut away.
 * @throws BenchError when it is not a run file
 */
export async function reopenRunFile(path: string): Promise<RunFile> {
  if (path.endsWith('.gz')) {
    throw new BenchError(`${path} is compressed, and cannot be appended to`, {
      fix: `Unpack it first: gunzip ${path}`,
    });
  }
  const { header, outcomes, endOfOutcomes, endsInFeed } = await readRunLines(path, {
    keep: (outcome) => outcome,
  });
  const kind = kindOf(header);
  const file = attempt(path, kind, () => {
    const kept = [readFileSync(path).subarray(0, endOfOutcomes)];
    const descriptor = openSync(path, 'r+');
    ftruncateSync(descriptor, endOfOutcomes);
    if (!endsInFeed) {
      kept.push(Buffer.from('\n'));
      writeSync(descriptor, '\n', endOfOutcomes);
    }
    return { path, descriptor, kept };
  });
  return createWriter(file, outcomes, kind);
}

/** @throws BenchError when stacks are alike but for what is masked */
function refuseTwins(stacks: readonly Stack[], masked: readonly Stack[]): void {
  const ids = masked.map(({ id }) => id);
  const twins = stacks.filter((_, at) => ids.filter((id) => id === ids[at]).length > 1);
  if (twins.length === 0) return;
  throw new BenchError(
    `A run file tells nobody's name, and without them these stacks are one: ${twins.map(({ id }) => id).join(', ')}`,
    { fix: 'Measure one of them in each run, with --stack.' },
  );
}

function lineOf(line: RunLine): Buffer {
  return Buffer.from(`${JSON.stringify(line)}\n`);
}

function createWriter(file: LastingFile, earlier: readonly Outcome[], kind: Kind): RunFile {
  const mask = createMask(currentSurroundings());
  const statuses = new Map(earlier.map((each) => [outcomeKey(each), each.status]));
  let isOpen = true;
  const write = (line: RunLine) => {
    attempt(file.path, kind, () => appendLasting(file, lineOf(line)));
  };
  return {
    get path() {
      return file.path;
    },
    append: async (outcome) => {
      const masked = await maskLine(outcome, mask);
      write({ type: 'outcome', ...masked });
      statuses.set(outcomeKey(masked), masked.status);
    },
    finish: (endedAt) =>
      write({ type: 'footer', endedAt: endedAt.toISOString(), counts: count(statuses.values()) }),
    close: () => {
      if (isOpen) closeSync(file.descriptor);
      isOpen = false;
    },
  };
}

function count(statuses: Iterable<Status>): Footer['counts'] {
  const counts: Footer['counts'] = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Options that name another place, and what goes on: where a shard's file lies follows from its matrix. */
const ways = {
  run: { place: '--out', goOn: 'continue with --resume' },
  shard: { place: '--results', goOn: 'start the shard again' },
} as const;
type Kind = keyof typeof ways;

function kindOf({ fleet }: Header): Kind {
  return fleet === undefined ? 'run' : 'shard';
}

function remedyFor(code: string, kind: Kind): string | undefined {
  const { place, goOn } = ways[kind];
  const writable = `Choose a writable place with ${place}.`;
  const another = `Choose another place with ${place}.`;
  const remedies: Record<string, string> = {
    EEXIST: `Choose another ${place}; a run is continued with --resume.`,
    ENOSPC: `Make room on the disk, then ${goOn}.`,
    EDQUOT: `Make room in your quota, then ${goOn}.`,
    EROFS: writable,
    EACCES: writable,
    EPERM: writable,
    EISDIR: `Give a file, not a folder, with ${place}.`,
    ENOENT: another,
    ENOTDIR: another,
    EFBIG: `Raise the limit on file sizes, then ${goOn}.`,
  };
  return remedies[code];
}

function attempt<T>(path: string, kind: Kind, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const fix = remedyFor(code, kind);
    const problem = code === 'EEXIST' ? 'it is there already' : message;
    throw new BenchError(`The run file ${path} cannot be written: ${problem}`, {
      cause,
      ...(fix === undefined ? {} : { fix }),
    });
  }
}
