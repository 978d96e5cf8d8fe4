import { readFileSync, readlinkSync } from 'node:fs';

/**
 * A process as it signs what it makes: `4026531836-1234-567890`. Its number is worth nothing in another namespace
 * (containers may share a temporary folder), nor once another process has it: when it began stands with it.
 */
export function thisOwner(): string {
  return [readNamespace(), process.pid, readProcessStart(process.pid) ?? 0].join('-');
}

/** What {@link thisOwner} gives, to be found in longer texts. */
export const ownerPattern = String.raw`\d+-\d+-\d+`;

/** Whether the process that signed so is gone; one of elsewhere is taken to run. */
export function isOwnerGone(owner: string): boolean {
  const [where, pid, start] = owner.split('-');
  if (where !== readNamespace()) return false;
  return !isRunning(Number(pid), start === '0' ? null : (start ?? null));
}

/**
 * Whether the process of this number still runs.
 * @param start when it began, in the system's own count; null where that is unknown
 */
export function isRunning(pid: number, start: string | null): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = readProcessStart(pid);
  return start === null || now === null || now === start;
}

/** Field 22 of /proc/pid/stat (proc(5)), clock ticks since boot; null where there is no /proc. */
export function readProcessStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command in parentheses may hold spaces and parentheses itself.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** In which the numbers of this process's system count; `0` where there is but one. */
export function readNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}
