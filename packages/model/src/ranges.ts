import { z } from 'zod';

/*
 * What the numbers of a run file can be. Whatever lies beyond is no measurement, and what is made of it
 * would not be finite, or mean nothing: a reader refuses it.
 */

/**
 * Durations, in nanoseconds. Below the least not even light gets anywhere, and above the greatest,
 * eleven days, nobody waited.
 */
export const plausibleNs = { least: 1e-3, greatest: 1e15 } as const;

export function isPlausibleNs(durationNs: number): boolean {
  return durationNs >= plausibleNs.least && durationNs <= plausibleNs.greatest;
}

/** Of something that took time. */
export const durationNsSchema = z.number().min(plausibleNs.least).max(plausibleNs.greatest);
/** Of something that may have been there already. */
export const durationOrNoneNsSchema = z
  .number()
  .nonnegative()
  .max(plausibleNs.greatest)
  .refine((ns) => ns === 0 || ns >= plausibleNs.least, `it is 0, or at least ${plausibleNs.least}`);

/** Of a setting, in milliseconds: no timer takes more than 2^31. */
export const settingMsSchema = z.number().positive().max(1e9);

/** How far measurements may lie apart, a fraction: beyond this everything does. */
export const fractionSchema = z.number().positive().max(1e3);

/** Instants: what measured did not exist before, and its formats will not last longer. A clock that was never set tells 1970. */
const plausibleYears = { first: '2020', last: '2099' } as const;

export function isPlausibleInstant(instant: string): boolean {
  const year = instant.slice(0, 4);
  return year >= plausibleYears.first && year <= plausibleYears.last;
}

/** ISO 8601, UTC. */
export const instantSchema = z.iso
  .datetime()
  .refine(
    isPlausibleInstant,
    `it lies in the years ${plausibleYears.first} to ${plausibleYears.last}`,
  );

/** The largest network trained so far took so many operations in all. */
const mostWork = 1e26;

/** How much one repetition moves: a byte at least. */
export const bytesSchema = z.number().min(1).max(mostWork);
/** How much one repetition computes: nothing, where it only moves. */
export const flopsSchema = z
  .number()
  .nonnegative()
  .max(mostWork)
  .refine((flops) => flops === 0 || flops >= 1, 'it is 0, or at least 1');

/** Work a second. The fastest device of 2026 is a thousand times slower. */
export const greatestRate = 1e20;

/** Whole numbers of something that is counted one by one. */
export function countSchema(most: number, least = 0): z.ZodInt {
  return z.int().min(least).max(most);
}

/** Launches of a stack in a run. */
export const mostRounds = 1000;
/** Samples, repetitions of a sample: a picosecond each fills a tenth of a second. */
export const mostRepetitions = 1e11;
/** Sets of tensors that a case rotates over. */
export const mostBufferSets = 2 ** 16;
/** Elements of a tensor, bytes of a machine: what 50 bits count. */
export const mostElements = 2 ** 50;
