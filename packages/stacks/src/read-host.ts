import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import type { HostReading } from '@stackbench/model';

/** What the host's processors are doing, for stacks that compute on them. */
export function readHost(platform: NodeJS.Platform = process.platform): HostReading {
  const speeds = cpus().flatMap(({ speed }) => (speed > 0 ? [speed] : []));
  return {
    // Windows has no such average: Node says 0 there.
    load: platform === 'win32' ? null : Number((loadavg()[0] ?? 0).toFixed(2)),
    clockMhz:
      speeds.length === 0
        ? null
        : Math.round(speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length),
  };
}
