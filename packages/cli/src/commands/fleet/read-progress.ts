import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import type { ShardProgress } from '@stackbench/fleet';
import type { Matrix } from '@stackbench/model';
import { shardPath } from './fleet-matrix.ts';

/** Longer than any footer. */
const tailBytes = 16_384;

/** How far every shard came. Of those that are complete only the end is read: there may be a million outcomes. */
export function readProgress(matrix: Matrix, results: string): ShardProgress[] {
  return matrix.shards.map(({ index, cases }) => {
    const expected = cases.length * matrix.stacks.length * matrix.rounds;
    const path = shardPath(results, matrix, index);
    const isComplete = hasFooter(path);
    return { index, expected, isComplete, outcomes: isComplete ? expected : countOutcomes(path) };
  });
}

function hasFooter(path: string): boolean {
  const tail = readTail(path);
  return tail.endsWith('\n') && tail.trimEnd().split('\n').at(-1)!.startsWith('{"type":"footer"');
}

/** The end of a file; empty where there is none. */
function readTail(path: string): string {
  const descriptor = openIfThere(path);
  if (descriptor === null) return '';
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    const read = readSync(descriptor, tail, 0, tail.length, size - tail.length);
    return tail.toString('utf8', 0, read);
  } finally {
    closeSync(descriptor);
  }
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function countOutcomes(path: string): number {
  const descriptor = openIfThere(path);
  if (descriptor === null) return 0;
  try {
    return readFileSync(descriptor, 'utf8').split('\n{"type":"outcome"').length - 1;
  } finally {
    closeSync(descriptor);
  }
}
