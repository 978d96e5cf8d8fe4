import {
  type CaseRecord,
  type FailedOutcome,
  type OkOutcome,
  type Rate,
  rateOf,
  type Run,
  type Stack,
  type Status,
} from '@stackbench/model';
import { median, medianInterval } from '@stackbench/statistics';

/** What was measured of a case on a stack, over all rounds in which it succeeded. */
export interface Measured {
  /** Median of the launches' medians, each over the samples of one launch. */
  kernelNs: number;
  rate: Rate;
  /** 95 % interval of the median; null with fewer than 6 launches and fewer than 6 samples in one. */
  interval: {
    lowNs: number;
    highNs: number;
    /** The larger side of the interval ÷ the median it belongs to. */
    deviation: number;
    /** With 6 launches or more, over their medians; else over the samples of the least steady launch. */
    over: 'launches' | 'samples';
  } | null;
  launches: number;
  caches: 'cold' | 'hot';
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
  failures: readonly FailedOutcome[];
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

/** An interval this much wider than its median, to one side, is called noisy. */
export const noisyDeviation = 0.05;

export function isNoisy(measured: Measured): boolean {
  return measured.interval !== null && measured.interval.deviation > noisyDeviation;
}

/** One summary for each case on each stack of the run, in the order of its header. */
export function summarizeRun(run: Run): CaseSummary[] {
  const outcomes = Map.groupBy(run.outcomes, (outcome) => `${outcome.stack}\n${outcome.case}`);
  return run.header.cases.flatMap((record) =>
    run.header.stacks.map((stack) => {
      const own = outcomes.get(`${stack.id}\n${record.id}`) ?? [];
      const failures = own.filter((outcome) => outcome.status !== 'ok');
      const measured = measure(
        record,
        own.filter((outcome) => outcome.status === 'ok'),
        failures,
      );
      const worst = severity.find((status) => failures.some((each) => each.status === status));
      return {
        case: record,
        stack,
        status: measured === null ? (worst ?? 'not-run') : 'ok',
        measured,
        failures,
      };
    }),
  );
}

function measure(
  record: CaseRecord,
  outcomes: readonly OkOutcome[],
  failures: readonly FailedOutcome[],
): Measured | null {
  const [first] = outcomes;
  // A variant that computed a wrong result once has no throughput, however fast it was.
  if (first === undefined || failures.some((each) => each.status === 'wrong-result')) return null;
  const launches = outcomes.map((outcome) => median(outcome.kernelNs));
  const kernelNs = median(launches);
  return {
    kernelNs,
    rate: rateOf(record, kernelNs),
    interval: intervalOf(outcomes, launches),
    launches: launches.length,
    caches: outcomes.some((outcome) => outcome.caches === 'hot') ? 'hot' : 'cold',
    chosenVariants: [...new Set(outcomes.flatMap((outcome) => outcome.chosenVariant ?? []))],
  };
}

function intervalOf(
  outcomes: readonly OkOutcome[],
  launches: readonly number[],
): Measured['interval'] {
  const across = bracket(launches, 'launches');
  if (across !== null) return across;
  return outcomes
    .map((outcome) => bracket(outcome.kernelNs, 'samples'))
    .reduce((widest, each) =>
      widest === null || each === null ? null : each.deviation > widest.deviation ? each : widest,
    );
}

function bracket(values: readonly number[], over: 'launches' | 'samples'): Measured['interval'] {
  const interval = medianInterval(values);
  if (interval === null) return null;
  const middle = median(values);
  const deviation = Math.max(interval.high - middle, middle - interval.low) / middle;
  return { lowNs: interval.low, highNs: interval.high, deviation, over };
}
