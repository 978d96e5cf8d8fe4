import type {
  Conditions,
  GpuReading,
  HostReading,
  Measurement,
  ThrottleReason,
} from '@stackbench/model';
import type { GpuMonitor } from '@stackbench/stacks';
import { failed, type Failed } from '@stackbench/workers';

/** Takes a GPU's time away; the others are as it is meant to be. */
const slowing: ReadonlySet<ThrottleReason> = new Set([
  'hardware-slowdown',
  'thermal',
  'hardware-thermal',
  'power-brake',
]);

/** Work, and what the GPU was like before and after it; null where that cannot be told. */
export async function watch<T>(
  monitor: GpuMonitor | null,
  work: () => Promise<T>,
): Promise<{ result: T; conditions: Conditions | null }> {
  const before = (await monitor?.read()) ?? null;
  const result = await work();
  const after = before === null ? null : ((await monitor?.read()) ?? null);
  return { result, conditions: before === null || after === null ? null : { before, after } };
}

/** A limit of processor time that took less than this of the samples' changed nothing that they show. */
const leastThrottled = 0.01;

/** Why what was measured says nothing of the stack; null where it does. */
export function findDisturbance({
  conditions,
  host,
  samplingNs,
}: Pick<Measurement, 'conditions' | 'host' | 'samplingNs'>): Failed | null {
  if (conditions !== undefined) return findGpuDisturbance(conditions);
  return host === undefined ? null : findHostDisturbance(host, samplingNs);
}

function findHostDisturbance(
  { quotaCpus, throttledNs }: HostReading,
  samplingNs: number,
): Failed | null {
  if (quotaCpus == null || throttledNs == null) return null;
  if (throttledNs <= leastThrottled * samplingNs) return null;
  const [held, all] = [throttledNs, samplingNs].map((ns) => Math.round(ns / 1e6));
  return failed(
    'throttled',
    `A limit of ${Number(quotaCpus.toFixed(2))} processors (cgroup) held it back for ${held} ms while ${all} ms were measured. Raise the limit, or keep to fewer processors: taskset -c LIST pnpm bench …`,
  );
}

function findGpuDisturbance({ before, after }: Conditions): Failed | null {
  const readings = [before, after];
  const reasons = new Set(readings.flatMap((each) => each.throttleReasons ?? []));
  const slowed = [...reasons].filter((reason) => slowing.has(reason));
  if (slowed.length > 0) {
    return failed(
      'throttled',
      `The GPU slowed down (${slowed.join(', ')}) at ${describe(after)}. Let it cool, mend its cooling or its power supply, and run again.`,
    );
  }
  const foreign = Math.max(...readings.map((each) => each.foreignProcesses ?? 0));
  if (foreign === 0) return null;
  return failed(
    'contended',
    `${foreign === 1 ? 'Another process was' : `${foreign} other processes were`} computing on the GPU: nvidia-smi names them. End them, or measure on another GPU.`,
  );
}

function describe({ smClockMhz, temperatureC, powerW }: GpuReading): string {
  const parts = [
    ...(temperatureC === null ? [] : [`${temperatureC} °C`]),
    ...(smClockMhz === null ? [] : [`${smClockMhz} MHz`]),
    ...(powerW === null ? [] : [`${powerW} W`]),
  ];
  return parts.join(', ') || 'values that it does not tell';
}
