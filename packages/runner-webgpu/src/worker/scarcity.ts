import { readFileSync, statfsSync } from 'node:fs';

/** What a browser shares between its processes, and the files that it holds open: with less it dies without a word. */
const neededBytes = 64 * 2 ** 20;
const neededFiles = 256;

/** Bytes left in /dev/shm; null where there is none. */
export function sharedMemory(): number | null {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Whether so much shared memory is too little. */
export function isScarce(bytes: number | null): boolean {
  return bytes !== null && bytes < neededBytes;
}

/** What of this process's world is so small that a browser may die of it. */
export function describeScarcity(
  bytes: number | null = sharedMemory(),
  files: number | null = openFilesLimit(),
): string[] {
  return [
    ...(bytes !== null && isScarce(bytes)
      ? [`/dev/shm has ${Math.floor(bytes / 1024)} KiB left (docker run --shm-size=1g gives more)`]
      : []),
    ...(files !== null && files < neededFiles
      ? [`only ${files} files may be open (ulimit -n 4096 allows more)`]
      : []),
  ];
}

/** The soft limit of open files; null where nothing tells it, or there is none. */
function openFilesLimit(): number | null {
  try {
    const [, soft] =
      /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}
