import { basename, dirname, join } from 'node:path';
import { takeLock } from '@stackbench/workers';

/**
 * Keeps other processes from making or removing the environment that has this folder. Call what it returns
 * to free it.
 * @throws BenchError naming the process that is at it
 */
export function lockEnvironment(folder: string): () => void {
  const name = basename(folder);
  return takeLock(join(dirname(folder), `.${name}.lock`), {
    what: `The environment ${name}`,
    busy: `${name} is being made or removed by another run`,
  });
}
