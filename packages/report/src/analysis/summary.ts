import {
  type CaseRecord,
  type GpuReading,
  type Rate,
  rateOf,
  type Stack,
  type Status,
} from '@stackbench/model';
import { median, medianInterval, relativeSpread } from '@stackbench/statistics';
import { stepOf } from './clock.ts';
import type { FailedLaunch, LaunchedRun, LaunchOutcome, OkLaunch } from './launch-outcome.ts';
import { indexRun, outcomesOf, type RunIndex } from './run-index.ts';

/** What was measured of a case on a stack, over all rounds in which it succeeded. */
export interface Measured {
  /** Median of the launches' medians, each over the samples of one launch. */
  kernelNs: number;
  rate: Rate;
  /** 95 % interval of the median over launches; null with fewer than 6 of them. */
  interval: {
    lowNs: number;
    highNs: number;
    /** The larger side of the interval ÷ the median it belongs to. */
    deviation: number;
  } | null;
  /** Of the samples within the least steady launch: no interval, since they share the launch's luck. */
  spread: number | null;
  launches: number;
  caches: 'cold' | 'hot';
  /** What the GPU was like around the samples; null where its tools do not tell. */
  smClockMhz: number | null;
  powerW: number | null;
  /** In some launch it fell far behind the same variant's smaller problem. */
  fellBehind: boolean;
  /** For the variant `best`: what it chose, each name once. */
  chosenVariants: readonly string[];
}

/** A case on a stack, all rounds taken together. */
export interface CaseSummary {
  case: CaseRecord;
  stack: Stack;
  /** `ok` when it was measured; else the worst that happened; `not-run` when nothing did. */
  status: Status | 'not-run';
  measured: Measured | null;
  /** Those that were measured, by round. */
  launches: readonly OkLaunch[];
  /** The step of the clock as a fraction of a sample; 0 where it does not tell. */
  step: number;
  failures: readonly FailedLaunch[];
}

/** Statuses that a person should look into; the others follow from the machine or the budget. */
export const failingStatuses: readonly Status[] = [
  'wrong-result',
  'crash',
  'timeout',
  'compile-error',
  'out-of-memory',
];

/** Worst first: what a case is called when its rounds ended differently. */
export const severity: readonly Status[] = [
  ...failingStatuses,
  'throttled',
  'contended',
  'interrupted',
  'skipped',
  'unsupported',
];

/** An interval this much wider than its median, to one side, is called noisy; so is a spread. */
export const noisyDeviation = 0.05;

export function isNoisy({ interval, spread }: Measured): boolean {
  return (interval?.deviation ?? spread ?? 0) > noisyDeviation;
}

/** One summary for each case on each stack of the run, in the order of its header. */
export function summarizeRun(run: LaunchedRun): CaseSummary[] {
  return summarizeIndexed(indexRun(run));
}

/** {@link summarizeRun} for a run that is indexed already. */
export function summarizeIndexed(index: RunIndex): CaseSummary[] {
  const { header } = index.run;
  return header.cases.flatMap((record) =>
    header.stacks.map((stack) => {
      const { launches, failures } = sortOut(outcomesOf(index, stack.id, record.id));
      const measured = measure(record, launches, failures);
      const worst = severity.find((status) => failures.some((each) => each.status === status));
      return {
        case: record,
        stack,
        status: measured === null ? (worst ?? 'not-run') : 'ok',
        measured,
        launches,
        step: stepOf(stack, launches, header.tunables),
        failures,
      };
    }),
  );
}

/** Of a million cases, most have nothing to leave out, and no list of their own for it. */
function sortOut(own: readonly LaunchOutcome[]): Pick<CaseSummary, 'launches' | 'failures'> {
  if (own.every((outcome) => outcome.status === 'ok')) return { launches: own, failures: none };
  const launches = own.filter((outcome) => outcome.status === 'ok');
  // Of what was measured, a round that was broken off tells nothing.
  const failures = own.filter(
    (outcome): outcome is FailedLaunch =>
      outcome.status !== 'ok' && (outcome.status !== 'interrupted' || launches.length === 0),
  );
  return { launches, failures };
}

const none: readonly never[] = [];

function measure(
  record: CaseRecord,
  outcomes: readonly OkLaunch[],
  failures: readonly FailedLaunch[],
): Measured | null {
  const [first] = outcomes;
  // A variant that computed a wrong result once has no throughput, however fast it was.
  if (first === undefined || failures.some((each) => each.status === 'wrong-result')) return null;
  const launches = outcomes.map((outcome) => median(outcome.kernelNs));
  const kernelNs = median(launches);
  return {
    kernelNs,
    rate: rateOf(record, kernelNs),
    interval: intervalOf(launches),
    spread: spreadOf(outcomes),
    launches: launches.length,
    fellBehind: outcomes.some(({ timesSlower }) => timesSlower !== undefined),
    caches: outcomes.some((outcome) => outcome.caches === 'hot') ? 'hot' : 'cold',
    smClockMhz: around(outcomes, ({ smClockMhz }) => smClockMhz),
    powerW: around(outcomes, ({ powerW }) => powerW),
    chosenVariants: choicesOf(outcomes),
  };
}

function choicesOf(outcomes: readonly OkLaunch[]): readonly string[] {
  const choices = outcomes.flatMap((outcome) => outcome.chosenVariant ?? []);
  return choices.length === 0 ? none : [...new Set(choices)];
}

/** A quantity of the GPU: of each launch the mean of before and after its samples, of those the median. */
function around(
  outcomes: readonly OkLaunch[],
  quantity: (reading: GpuReading) => number | null,
): number | null {
  const means = outcomes.flatMap(({ conditions }) => {
    if (conditions === undefined) return [];
    const [before, after] = [quantity(conditions.before), quantity(conditions.after)];
    return before === null || after === null ? [] : [(before + after) / 2];
  });
  return means.length === 0 ? null : median(means);
}

function intervalOf(launches: readonly number[]): Measured['interval'] {
  const interval = medianInterval(launches);
  if (interval === null) return null;
  const middle = median(launches);
  const deviation = Math.max(interval.high - middle, middle - interval.low) / middle;
  return { lowNs: interval.low, highNs: interval.high, deviation };
}

/** Of the launch that spreads most; null when one has too few samples. */
function spreadOf(outcomes: readonly OkLaunch[]): number | null {
  const spreads = outcomes.map(({ kernelNs }) => relativeSpread(kernelNs));
  return spreads.some((spread) => spread === null)
    ? null
    : Math.max(...spreads.map((spread) => spread ?? 0));
}
