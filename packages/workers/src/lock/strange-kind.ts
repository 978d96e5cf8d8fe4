import type { Stats } from 'node:fs';

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
