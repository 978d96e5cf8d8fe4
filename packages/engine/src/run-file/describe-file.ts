import { statSync } from 'node:fs';
import { BenchError } from '@stackbench/model';
import { strangeKind } from '@stackbench/workers';

/**
 * Refuses what must not even be opened, as that may wait for ever.
 * @throws BenchError for all but a regular file
 */
export function refuseStrangeFile(path: string): void {
  const kind = strangeKind(statSync(path));
  if (kind === null) return;
  throw new BenchError(`${path} is ${kind}, not a file`, {
    fix: 'Give a run file that pnpm bench wrote.',
  });
}
