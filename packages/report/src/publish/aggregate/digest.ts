import type { OkOutcome, Run } from '@stackbench/model';
import { median } from '@stackbench/statistics';
import { type CaseSummary, summarizeRun } from '../../summary.ts';
import type {
  PublishedCase,
  PublishedComparison,
  PublishedDevice,
  PublishedMeasurement,
  PublishedResult,
  PublishedRun,
  StackConfiguration,
} from '../publication.ts';
import { cleanText } from './clean-text.ts';
import { compareWithin } from './comparisons.ts';
import { judgeControls } from './controls.ts';
import { devicesOf, osName } from './device.ts';
import { publishFacts } from './published-facts.ts';

/** What is kept of one run; small, however many samples it took. */
export interface RunDigest {
  run: PublishedRun;
  devices: readonly PublishedDevice[];
  stacks: readonly DigestStack[];
  cases: readonly PublishedCase[];
  results: readonly PublishedResult[];
  comparisons: readonly PublishedComparison[];
}

export interface DigestStack extends StackConfiguration {
  key: string;
  id: string;
  kind: Run['header']['stacks'][number]['kind'];
  device: string;
}

/** @param file where the run file lies, relative to the published page, with `/` between folders */
export function digestRun(file: string, run: Run): RunDigest {
  const { header } = run;
  // An A/A control is no stack of its own: it only tells how noisy the machine is.
  const stacks = header.stacks.filter((stack) => stack.controlOf === undefined);
  const summaries = summarizeRun(run).filter(({ stack }) => stack.controlOf === undefined);
  const devices = devicesOf(header);
  const id = cleanText(header.runId);
  const keyOf = (stack: string) => stackKey(devices.get(stack)?.key ?? '', stack);
  const okOutcomes = Map.groupBy(
    run.outcomes.filter((outcome) => outcome.status === 'ok'),
    (outcome) => `${outcome.stack}\n${outcome.case}`,
  );
  return {
    run: digestHeader(file, run),
    devices: [...devices.values()],
    stacks: stacks.map((stack) => ({
      key: keyOf(stack.id),
      id: cleanText(stack.id),
      kind: stack.kind,
      device: devices.get(stack.id)?.key ?? '',
      runs: [id],
      available: stack.available,
      reason: stack.reason === undefined ? null : cleanText(stack.reason),
      fix: stack.fix === undefined ? null : cleanText(stack.fix),
      ...publishFacts(stack.facts),
    })),
    cases: header.cases.map((record) => ({
      id: cleanText(record.id),
      operation: cleanText(record.operation),
      variant: cleanText(record.variant),
      problem: cleanText(record.problem),
      dataType: record.dataType,
      flops: record.flops,
      bytes: record.bytes,
      title: record.title === undefined ? null : cleanText(record.title),
      counts:
        record.count === undefined
          ? {}
          : Object.fromEntries([[cleanText(header.suite), record.count]]),
    })),
    // What a stack that cannot run did not measure is said once, with the stack.
    results: summaries
      .filter((summary) => summary.stack.available || summary.status !== 'not-run')
      .map((summary) => ({
        run: id,
        stack: keyOf(summary.stack.id),
        case: cleanText(summary.case.id),
        status: summary.status,
        reason: reasonOf(summary),
        measured: digestMeasured(
          summary,
          okOutcomes.get(`${summary.stack.id}\n${summary.case.id}`) ?? [],
        ),
      })),
    comparisons: compareWithin(run, summaries, (stack) => devices.get(stack)?.key ?? '').map(
      (each) => ({
        ...each,
        run: id,
        a: keyOf(each.a),
        b: keyOf(each.b),
      }),
    ),
  };
}

function stackKey(device: string, id: string): string {
  return `${device} ${cleanText(id)}`;
}

function digestHeader(file: string, run: Run): PublishedRun {
  const { header, footer } = run;
  return {
    id: cleanText(header.runId),
    file,
    startedAt: header.startedAt,
    endedAt: footer?.endedAt ?? null,
    commit: header.commit === null ? null : cleanText(header.commit),
    dirty: header.dirty,
    version: cleanText(header.version),
    suite: cleanText(header.suite),
    rounds: header.rounds,
    cpu: cleanText(header.machine.cpu),
    cpuCount: header.machine.cpuCount,
    memoryBytes: header.machine.memoryBytes,
    os: osName(header),
    controls: judgeControls(run),
  };
}

function reasonOf({ status, failures }: CaseSummary): string | null {
  if (status === 'not-run') return 'The run ended before.';
  const reasons = new Set(failures.map((failure) => cleanText(failure.reason)));
  return reasons.size === 0 ? null : cleanText([...reasons].join('\n'));
}

function digestMeasured(
  { measured, failures }: CaseSummary,
  outcomes: readonly OkOutcome[],
): PublishedMeasurement | null {
  if (measured === null) return null;
  const { interval } = measured;
  const errors = outcomes.flatMap(
    (outcome) => outcome.verification.random?.relativeFrobenius ?? [],
  );
  return {
    kernelNs: sixDigits(measured.kernelNs),
    interval:
      interval === null
        ? null
        : {
            lowNs: sixDigits(interval.lowNs),
            highNs: sixDigits(interval.highNs),
            over: interval.over,
          },
    launches: measured.launches,
    leftOut: failures.length,
    caches: measured.caches,
    callLatencyNs: sixDigits(median(outcomes.map((outcome) => outcome.callLatencyNs))),
    firstCallNs: sixDigits(median(outcomes.map((outcome) => outcome.firstCallNs))),
    buildNs: sixDigits(median(outcomes.map((outcome) => outcome.buildNs))),
    relativeError: errors.length === 0 ? null : sixDigits(Math.max(...errors)),
    chosenVariants: measured.chosenVariants.map(cleanText),
  };
}

/** Rounding comes after all statistics; a millionth is finer than any clock here. */
function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
