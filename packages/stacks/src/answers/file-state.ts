import { statSync } from 'node:fs';

/** What changes with the contents of a file or the entries of a folder, links followed; the path alone where there is nothing. */
export function fileState(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return path;
  const { mtimeMs, size, ino } = status;
  return `${path} ${mtimeMs} ${size} ${ino}`;
}
