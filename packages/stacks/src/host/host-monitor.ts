import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import type { HostReading } from '@stackbench/model';
import { findControlGroups } from './control-groups.ts';
import { parseCpuSet, readCpuSet } from './cpu-set.ts';
import { readQuota } from './read-quota.ts';

/** Tells what the host's processors are doing, for stacks that compute on them. */
export interface HostMonitor {
  /** Begins to watch; what it returns tells what was, and what happened since. */
  watch(): () => HostReading;
}

export interface HostMonitorOptions {
  platform?: NodeJS.Platform;
  /** The folder that absolute system paths are below, for tests; default: `/`. */
  root?: string;
}

export function openHostMonitor({
  platform = process.platform,
  root = '/',
}: HostMonitorOptions = {}): HostMonitor {
  const groups = findControlGroups(root);
  return {
    watch: () => {
      const before = readQuota(groups);
      return () => {
        const after = readQuota(groups);
        return {
          // Windows has no such average: Node says 0 there.
          load: platform === 'win32' ? null : Number((loadavg()[0] ?? 0).toFixed(2)),
          clockMhz: readClock(),
          quotaCpus: after.cpus,
          throttledNs: after.cpus === null ? null : after.throttledNs - before.throttledNs,
        };
      };
    },
  };
}

/** Of the processors that may be used; null where the system does not tell. */
function readClock(): number | null {
  const all = cpus();
  const speeds = parseCpuSet(readCpuSet()).flatMap((at) => all[at]?.speed || []);
  if (speeds.length === 0) return null;
  return Math.round(speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length);
}
