import { readFact, type Stack } from '@stackbench/model';
import { parseCpuSet, readCpuSet } from '@stackbench/stacks';
import { z } from 'zod';

/**
 * What two runs must not use at once. A GPU has several names, as stacks know it by different ones; the processors are
 * those that a process may use. Without parts it is some device of its kind: any.
 */
export const deviceSchema = z.object({
  kind: z.enum(['cpu', 'gpu']),
  /** Identities of a GPU, or numbers of processors. One that goes on after a `/` is a part of the other. */
  parts: z.array(z.string()),
  /** For people: `cpu (0-3)`. */
  name: z.string(),
});
export type Device = z.infer<typeof deviceSchema>;

/** The device that a stack computes on. */
export function deviceOf({ software, facts }: Pick<Stack, 'software' | 'facts'>): Device {
  if (software) return cpuDevice(readFact(facts, 'cpus') ?? '');
  return gpuDevice({
    gpuUuid: readFact(facts, 'gpuUuid'),
    migUuid: readFact(facts, 'migUuid'),
    pciBusId: readFact(facts, 'pciBusId'),
  });
}

/** The processors that this process may use. */
export function ownCpu(): Device {
  return cpuDevice(readCpuSet());
}

/** What of a GPU is known. */
export interface GpuNames {
  gpuUuid?: string | undefined;
  migUuid?: string | undefined;
  pciBusId?: string | undefined;
}

/** An instance of MIG has processors and memory of its own, so others of its GPU leave it alone. */
export function gpuDevice({ gpuUuid, migUuid, pciBusId }: GpuNames): Device {
  const address = pciBusId === undefined ? [] : [shortenAddress(pciBusId)];
  const whole = [...(gpuUuid === undefined ? [] : [gpuUuid]), ...address];
  const parts = migUuid === undefined ? whole : whole.slice(0, 1).map((gpu) => `${gpu}/${migUuid}`);
  const known = migUuid ?? whole[0];
  return { kind: 'gpu', parts, name: known === undefined ? 'gpu' : `gpu (${known})` };
}

/** Whether two devices share something. */
export function overlap(a: Device, b: Device): boolean {
  if (a.kind !== b.kind) return false;
  if (a.parts.length === 0 || b.parts.length === 0) return true;
  return a.parts.some((one) =>
    b.parts.some(
      (other) => one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`),
    ),
  );
}

/** @param set as Linux writes it: `0-3,8`; '' where it is unknown */
function cpuDevice(set: string): Device {
  const parts = parseCpuSet(set).map(String);
  return { kind: 'cpu', parts, name: set === '' ? 'cpu' : `cpu (${set})` };
}

/** The system writes `0000:c8:00.0` for what nvidia-smi calls `00000000:C8:00.0`. */
function shortenAddress(address: string): string {
  return address.toLowerCase().replace(/^0+(?=[\da-f]{4}:)/, '');
}
