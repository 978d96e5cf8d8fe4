import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { readRunHeader, whyForeign } from '@stackbench/engine';
import type { ShardProgress } from '@stackbench/fleet';
import type { CaseRecord, Matrix, Shard } from '@stackbench/model';
import { shardPath } from './fleet-matrix.ts';

/** Longer than any footer. */
const tailBytes = 16_384;

/**
 * How far every shard came. Of those that are complete only the header and the end are read: there may be a million
 * outcomes.
 */
export async function readProgress(matrix: Matrix, results: string): Promise<ShardProgress[]> {
  const records = new Map(matrix.cases.map((record) => [record.id, record]));
  const progress: ShardProgress[] = [];
  // One after another: of ten thousand at once the headers alone take a gigabyte.
  for (const shard of matrix.shards) {
    const { index, cases } = shard;
    const expected = cases.length * matrix.stacks.length * matrix.rounds;
    const path = shardPath(results, matrix, index);
    const isComplete = hasFooter(path);
    const foreign = existsSync(path) ? await whyNotOwn(path, matrix, shard, records) : null;
    const outcomes = isComplete ? expected : countOutcomes(path);
    progress.push({ index, expected, isComplete, outcomes, foreign });
  }
  return progress;
}

/** As whoever gathers them will see it. */
async function whyNotOwn(
  path: string,
  matrix: Matrix,
  shard: Shard,
  records: ReadonlyMap<string, CaseRecord>,
): Promise<string | null> {
  const header = await readRunHeader(path);
  return header === null
    ? 'its first line is no header of a run file'
    : whyForeign(matrix, shard, { header }, records);
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
