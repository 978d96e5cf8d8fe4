import type { CaseRecord } from '@stackbench/model';
import type { LaunchOutcome } from './launch-outcome.ts';
import { findDatasheet } from './datasheet.ts';

/** No device comes near: 1e21 a second, of its smallest operations. */
const mostFlopsPerNs = 1e12;
/** Eleven days for one repetition: no launch lasts so long. */
const mostNs = 1e15;

/**
 * The outcome, or in place of one whose times no device can have taken, a wrong result that says so:
 * a number that a broken clock or a strange file made reaches no table.
 */
export function refuseAbsurd(
  outcome: LaunchOutcome,
  record: CaseRecord | undefined,
): LaunchOutcome {
  if (outcome.status !== 'ok' || record === undefined) return outcome;
  const leastNs = Math.max(record.flops, record.bytes) / mostFlopsPerNs;
  const absurd = outcome.kernelNs.find((ns) => !(ns >= leastNs && ns <= mostNs));
  if (absurd === undefined) return outcome;
  const { case: id, stack, round } = outcome;
  return {
    case: id,
    stack,
    round,
    status: 'wrong-result',
    reason: `A sample says ${absurd} ns for one repetition, which no device can take: its clock is wrong.`,
  };
}

/** Boards of one name differ by less than this in the clock that their datasheet's peak is reckoned at. */
const peakMargin = 1.05;

/**
 * Whether a time of `kernelNs` means more operations a second than the datasheet of the GPU promises. Its
 * clock is wrong then, or fewer operations were done than the problem counts (Winograd, FFT). Of a GPU
 * without a datasheet here nothing is said.
 */
export function isBeyondPeak(
  { flops, dataType }: Pick<CaseRecord, 'flops' | 'dataType'>,
  kernelNs: number,
  gpu: string | null | undefined,
): boolean {
  const peak = findDatasheet(gpu ?? null)?.peak[dataType] ?? null;
  return peak !== null && (flops / kernelNs) * 1e9 > peakMargin * peak;
}
