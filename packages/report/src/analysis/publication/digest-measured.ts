import { median } from '@stackbench/statistics';
import type { LaunchOutcome } from '../launch-outcome.ts';
import type { CaseSummary } from '../../analysis/summary.ts';
import type { PublishedMeasurement } from './publication.ts';
import { isHostTimed } from '../clock.ts';
import { cleanText } from './clean-text.ts';

/** What is published of a measured case; null when it was not measured. */
export function digestMeasured(
  { case: record, stack, measured, failures }: CaseSummary,
  all: readonly LaunchOutcome[],
): PublishedMeasurement | null {
  if (measured === null) return null;
  const { interval } = measured;
  const outcomes = all.filter((outcome) => outcome.status === 'ok');
  const errors = outcomes.flatMap(({ verification }) =>
    verification.gates.flatMap(({ relativeFrobenius }) => relativeFrobenius ?? []),
  );
  return {
    kernelNs: sixDigits(measured.kernelNs),
    flops: record.flops,
    bytes: record.bytes,
    programs: distinct(outcomes.flatMap(({ programDigest }) => programDigest ?? [])),
    interval:
      interval === null
        ? null
        : {
            lowNs: sixDigits(interval.lowNs),
            highNs: sixDigits(interval.highNs),
          },
    spread: measured.spread === null ? null : Number(measured.spread.toPrecision(3)),
    launches: measured.launches,
    clock: isHostTimed(stack) ? 'host' : 'device',
    leftOut: failures.length,
    caches: measured.caches,
    callLatencyNs: sixDigits(median(outcomes.map((outcome) => outcome.callLatencyNs))),
    firstCallNs: sixDigits(median(outcomes.map((outcome) => outcome.firstCallNs))),
    buildNs: sixDigits(median(outcomes.map((outcome) => outcome.buildNs))),
    relativeError: errors.length === 0 ? null : sixDigits(Math.max(...errors)),
    smClockMhz: sixDigitsOrNull(measured.smClockMhz),
    powerW: sixDigitsOrNull(measured.powerW),
    chosenVariants:
      measured.chosenVariants.length === 0 ? none : measured.chosenVariants.map(cleanText),
  };
}

/** One for all: of a million results most chose nothing. */
const none: readonly never[] = [];

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted();
}

/** Rounding comes after all statistics; a millionth is finer than any clock here. */
function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}

function sixDigitsOrNull(value: number | null): number | null {
  return value === null ? null : sixDigits(value);
}
