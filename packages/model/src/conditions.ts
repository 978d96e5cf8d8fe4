import { z } from 'zod';
import { countSchema } from './ranges.ts';

/**
 * Why a GPU runs slower than it could, by the bits that NVIDIA's tools tell (nvml.h). `idle`, `clocks-set` and
 * `power-cap` are as it is meant to be: a full GPU works at its limit of power.
 */
export const throttleReasons = {
  idle: 0x1,
  'clocks-set': 0x2,
  'power-cap': 0x4,
  'hardware-slowdown': 0x8,
  'sync-boost': 0x10,
  thermal: 0x20,
  'hardware-thermal': 0x40,
  'power-brake': 0x80,
  'display-clocks': 0x100,
} as const;
export type ThrottleReason = keyof typeof throttleReasons;

/** What a GPU was doing at one moment; null for what it does not tell. */
export const gpuReadingSchema = z.object({
  smClockMhz: z.number().nonnegative().max(1e5).nullable(),
  memoryClockMhz: z.number().nonnegative().max(1e5).nullable(),
  powerW: z.number().nonnegative().max(1e5).nullable(),
  temperatureC: z.number().min(-100).max(1000).nullable(),
  throttleReasons: z
    .array(z.enum(Object.keys(throttleReasons) as [ThrottleReason, ...ThrottleReason[]]))
    .nullable(),
  /** Processes of others that compute on it. */
  foreignProcesses: countSchema(1e6).nullable(),
});
export type GpuReading = z.infer<typeof gpuReadingSchema>;

/** What the GPU was like right before and right after the samples of a case were taken. */
export const conditionsSchema = z.object({ before: gpuReadingSchema, after: gpuReadingSchema });
export type Conditions = z.infer<typeof conditionsSchema>;

/** What the host's processors were doing, of a stack that computes on them; null for what the system does not tell. */
export const hostReadingSchema = z.object({
  /** Processes that ran or waited to run, on average over the last minute; this run's own are among them. */
  load: z.number().nonnegative().max(1e6).nullable(),
  /** On average over the processors that may be used. */
  clockMhz: z.number().nonnegative().max(1e5).nullable(),
  /** So many processors' time its control groups allow; null without a limit. */
  quotaCpus: z.number().positive().max(1e6).nullable().optional(),
  /** For so long that limit held processes back while the samples were taken, summed over processors; null without one. */
  throttledNs: z.number().nonnegative().max(1e18).nullable().optional(),
});
export type HostReading = z.infer<typeof hostReadingSchema>;
