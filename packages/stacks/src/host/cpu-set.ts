import { cpus } from 'node:os';
import process from 'node:process';
import { readText } from '../read-text.ts';

/**
 * The processors that this process, and all that it starts, may use: `0-3,8`. Linux tells what its affinity and the
 * cpusets above it leave of them (proc(5)); elsewhere they are all.
 */
export function readCpuSet(platform: NodeJS.Platform = process.platform): string {
  const status = platform === 'linux' ? (readText('/proc/self/status') ?? '') : '';
  const [, allowed] = /^Cpus_allowed_list:\s*([\d,-]+)$/m.exec(status) ?? [];
  return allowed ?? `0-${Math.max(1, cpus().length) - 1}`;
}

/** The numbers of a set as Linux writes it; none for ''. */
export function parseCpuSet(set: string): number[] {
  return set.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    if (range === '' || first === undefined || last === undefined) return [];
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}
