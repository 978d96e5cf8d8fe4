import { join } from 'node:path';
import { readText } from '../read-text.ts';
import type { ControlGroup } from './control-groups.ts';

/** What control groups leave a process of the processors. */
export interface Quota {
  /** So many processors' time; null without a limit. */
  cpus: number | null;
  /** For so long processes were held back, summed over processors, since the groups exist. */
  throttledNs: number;
}

/** Of all these groups together: the least that one allows, and all that any held back. */
export function readQuota(groups: readonly ControlGroup[]): Quota {
  const limits = groups.flatMap((group) => readLimit(group) ?? []);
  const throttled = groups.map((group) => readThrottled(group));
  return {
    cpus: limits.length === 0 ? null : Math.min(...limits),
    throttledNs: throttled.reduce((sum, each) => sum + each, 0),
  };
}

function readLimit({ folder, version }: ControlGroup): number | null {
  const text = (name: string) => readText(join(folder, name))?.trim() ?? '';
  // `150000 100000`, `max 100000`; of version 1 `-1` is no limit.
  const [quota, period] = (
    version === 2
      ? text('cpu.max').split(' ')
      : [text('cpu.cfs_quota_us'), text('cpu.cfs_period_us')]
  ).map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0
    ? quota / period
    : null;
}

/** In microseconds where version 2 tells it, in nanoseconds where version 1 does. */
function readThrottled({ folder, version }: ControlGroup): number {
  const stat = readText(join(folder, 'cpu.stat')) ?? '';
  const [, us] = /^throttled_usec (\d+)$/m.exec(stat) ?? [];
  const [, ns] = /^throttled_time (\d+)$/m.exec(stat) ?? [];
  return version === 2 ? Number(us ?? 0) * 1000 : Number(ns ?? 0);
}
