import { readFileSync, statfsSync } from 'node:fs';
import process from 'node:process';

/** What a browser shares between its processes, the files that it holds open, and its threads: with less it dies without a word. */
const neededBytes = 64 * 2 ** 20;
const neededFiles = 256;
const neededProcesses = 256;

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
  files: number | null = limitOf('open files'),
  processes: number | null = process.getuid?.() === 0 ? null : limitOf('processes'),
): string[] {
  return [
    ...(bytes !== null && isScarce(bytes)
      ? [`/dev/shm has ${Math.floor(bytes / 1024)} KiB left (docker run --shm-size=1g gives more)`]
      : []),
    ...(files !== null && files < neededFiles
      ? [`only ${files} files may be open (ulimit -n 4096 allows more)`]
      : []),
    ...(processes !== null && processes < neededProcesses
      ? [`this user may have only ${processes} processes and threads (ulimit -u 4096 allows more)`]
      : []),
  ];
}

/** A soft limit of this process; null where nothing tells it, or there is none. Nobody counts the processes of root. */
function limitOf(name: string): number | null {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const [, soft] = new RegExp(`^Max ${name}\\s+(\\d+)`, 'm').exec(limits) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}
