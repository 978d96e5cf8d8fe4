import { type Stats, statSync } from 'node:fs';
import { BenchError } from '@stackbench/model';

const kinds: readonly [(stats: Stats) => boolean, string][] = [
  [(stats) => stats.isDirectory(), 'a folder'],
  [(stats) => stats.isFIFO(), 'a named pipe (FIFO)'],
  [(stats) => stats.isSocket(), 'a socket'],
  [(stats) => stats.isCharacterDevice(), 'a device'],
  [(stats) => stats.isBlockDevice(), 'a device'],
  [(stats) => stats.isSymbolicLink(), 'a link'],
];

/** What something is that is no regular file: `a folder`; null when it is one. */
export function strangeKind(stats: Stats): string | null {
  return stats.isFile() ? null : (kinds.find(([is]) => is(stats))?.[1] ?? 'no file');
}

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
