import type { Conditions, GpuReading, ThrottleReason } from '@stackbench/model';
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

/** Why what was measured in these conditions says nothing of the stack; null where it does. */
export function findDisturbance({ before, after }: Conditions): Failed | null {
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
