import { z } from 'zod';

/**
 * Durations that a measurement can have, in nanoseconds. Below the least not even light gets anywhere,
 * and above the greatest, eleven days, nobody waited: a number beyond is no measurement, and rates made
 * of it would not be finite.
 */
export const plausibleNs = { least: 1e-3, greatest: 1e15 } as const;

export function isPlausibleNs(durationNs: number): boolean {
  return durationNs >= plausibleNs.least && durationNs <= plausibleNs.greatest;
}

/** Of something that took time. */
export const durationNsSchema = z.number().min(plausibleNs.least).max(plausibleNs.greatest);
/** Of something that may have been there already. */
export const durationOrNoneNsSchema = z.number().nonnegative().max(plausibleNs.greatest);

/** How much one repetition computes or moves: one at least. The largest network trained so far took 1e26 in all. */
export const amountSchema = z.number().min(1).max(1e26);
