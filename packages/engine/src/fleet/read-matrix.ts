import { readFile } from 'node:fs/promises';
import { BenchError, type Matrix, matrixSchema, type Shard } from '@stackbench/model';
import { excerpt } from '@stackbench/workers';
import { z } from 'zod';
import { refuseStrangeFile } from '../run-file/describe-file.ts';

/** @throws BenchError where the file cannot be read, or is not what `plan` writes */
export async function readMatrix(path: string): Promise<Matrix> {
  try {
    refuseStrangeFile(path);
    const matrix = matrixSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    checkShards(matrix);
    return matrix;
  } catch (cause) {
    if (cause instanceof BenchError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new BenchError(
      code === undefined
        ? `${path} is no matrix, or was changed since: ${describe(cause)}`
        : `${path} cannot be read: ${(cause as Error).message}`,
      { cause, fix: 'Give a file that pnpm bench plan wrote.' },
    );
  }
}

/** @throws BenchError for an index that no shard has */
export function findShard({ shards }: Matrix, index: number): Shard {
  const shard = shards[index];
  if (shard !== undefined) return shard;
  throw new BenchError(`There is no shard ${index}`, {
    fix: `Shards are numbered from 0 to ${shards.length - 1}.`,
  });
}

/** The first thing that is wrong. */
function describe(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return excerpt((cause as Error).message);
  const [issue] = cause.issues;
  return excerpt([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
}

/** Each case is in one shard, and shards are numbered in their order. */
function checkShards({ cases, shards }: Matrix): void {
  const left = new Set(cases.map(({ id }) => id));
  for (const [at, shard] of shards.entries()) {
    if (shard.index !== at) throw new Error(`shard ${at} calls itself ${shard.index}`);
    for (const id of shard.cases) {
      if (!left.delete(id)) throw new Error(`${id} is no case, or in two shards`);
    }
  }
  if (left.size > 0) throw new Error(`${[...left][0]} is in no shard`);
}
