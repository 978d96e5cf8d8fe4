import { dirname } from 'node:path';
import { makeFolder } from '@stackbench/engine';
import { BenchError } from '@stackbench/model';
import type { Locks } from './locks.ts';

/**
 * Keeps other tasks from measuring a shard meanwhile, on whatever node: two jobs of one matrix would write one file.
 * @param path of its run file
 * @throws BenchError naming the process that measures it
 */
export async function lockShard(locks: Locks, path: string, index: number): Promise<void> {
  try {
    makeFolder(dirname(path));
  } catch (cause) {
    throw new BenchError(`The folder of ${path} cannot be made: ${(cause as Error).message}`, {
      cause,
      fix: 'Choose a writable place with --results.',
    });
  }
  await locks.takeFile(`${path}.lock`, {
    what: `Shard ${index}`,
    busy: `Shard ${index} is being measured by another task`,
  });
}
