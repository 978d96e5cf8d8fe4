import type { GatheredNode } from '@stackbench/model';
import { indexRun, outcomesOf, type RunIndex } from '../../analysis/run-index.ts';
import { type CaseSummary, summarizeIndexed } from '../../analysis/summary.ts';
import type {
  PublishedCase,
  PublishedComparison,
  PublishedDevice,
  PublishedFleet,
  PublishedRanking,
  PublishedResult,
  PublishedRun,
  StackConfiguration,
} from './publication.ts';
import type { LaunchedRun } from '../launch-outcome.ts';
import { timesOf } from '../times.ts';
import { findControls } from '../control.ts';
import { budgetOf } from './case-budget.ts';
import { cleanText } from './clean-text.ts';
import { compareWithin } from './comparisons.ts';
import { listControls } from './controls.ts';
import { digestMeasured } from './digest-measured.ts';
import { devicesOf, osName } from './device.ts';
import { Racers } from './racers.ts';
import { listRankings } from './rankings.ts';
import { publishFacts } from './published-facts.ts';

/** What is kept of one run; small, however many samples it took. */
export interface RunDigest {
  run: PublishedRun;
  devices: readonly PublishedDevice[];
  stacks: readonly DigestStack[];
  cases: readonly PublishedCase[];
  results: readonly PublishedResult[];
  comparisons: readonly PublishedComparison[];
  rankings: readonly PublishedRanking[];
  /** What verdicts between its results need. */
  racers: Racers;
}

export interface DigestStack extends StackConfiguration {
  key: string;
  id: string;
  kind: string;
  native: boolean;
  device: string;
}

/** @param file where the run file lies, relative to the published page, with `/` between folders */
export function digestRun(file: string, told: LaunchedRun): RunDigest {
  const index = indexRun(told);
  const { run } = index;
  const { header } = run;
  // An A/A control is no stack of its own: it only tells how noisy the machine is.
  const stacks = header.stacks.filter((stack) => stack.controlOf === undefined);
  const summaries = summarizeIndexed(index).filter(({ stack }) => stack.controlOf === undefined);
  const devices = devicesOf(header);
  const id = cleanText(header.runId);
  const deviceOf = (stack: string) => devices.get(stack)?.key ?? '';
  const keys = new Map(
    stacks.map((stack) => [stack.id, `${deviceOf(stack.id)} ${cleanText(stack.id)}`]),
  );
  const keyOf = (stack: string) => keys.get(stack) ?? '';
  const noises = [false, true].map((software) => findControls([index], software).noise);
  const noiseOf = (software: boolean) => noises[Number(software)] ?? 0;
  const caseIds = new Map(header.cases.map((record) => [record.id, cleanText(record.id)]));
  const rankings = listRankings(run, summaries, deviceOf);
  const comparisons = compareWithin(index, summaries, deviceOf);
  const results: PublishedResult[] = [];
  const racers = new Racers(id);
  for (const summary of drain(summaries)) {
    const { stack, status, measured, launches, step } = summary;
    // What a stack that cannot run did not measure is said once, with the stack.
    if (!stack.available && status === 'not-run') continue;
    const result = {
      run: id,
      stack: keyOf(stack.id),
      case: caseIds.get(summary.case.id) ?? '',
      status,
      reason: reasonOf(summary),
      measured: digestMeasured(summary, outcomesOf(index, stack.id, summary.case.id)),
    };
    results.push(result);
    if (measured === null) continue;
    racers.add(result, { launchNs: timesOf(launches), step, noise: noiseOf(stack.software) });
  }
  return {
    run: digestHeader(file, index),
    devices: [...devices.values()],
    stacks: stacks.map((stack) => ({
      key: keyOf(stack.id),
      id: cleanText(stack.id),
      kind: stack.kind,
      native: stack.native,
      device: deviceOf(stack.id),
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
      work: record.work,
      flops: record.flops,
      bytes: record.bytes,
      title: record.title === undefined ? null : cleanText(record.title),
      layers:
        record.layer === undefined
          ? {}
          : Object.fromEntries([
              [
                cleanText(header.suite),
                { ...record.layer, network: cleanText(record.layer.network) },
              ],
            ]),
    })),
    results,
    racers,
    rankings: rankings.map((each) => ({
      ...each,
      run: id,
      places: each.places.map((place) => ({ ...place, stack: keyOf(place.stack) })),
      leftOut: each.leftOut.map(keyOf),
    })),
    comparisons: comparisons.map((each) => ({
      ...each,
      run: id,
      a: keyOf(each.a),
      b: keyOf(each.b),
    })),
  };
}

/** Each item in order, none kept: of a million, half would be in the way of what is made of them. */
function* drain<T>(items: T[]): Generator<T> {
  items.reverse();
  while (items.length > 0) yield items.pop()!;
}

function digestHeader(file: string, index: RunIndex): PublishedRun {
  const { header, footer } = index.run;
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
    seed: header.tunables.seed,
    orderSeed: header.tunables.orderSeed ?? null,
    caseBudgetMs: budgetOf(header.tunables),
    cpu: cleanText(header.machine.cpu),
    cpuCount: header.machine.cpuCount,
    memoryBytes: header.machine.memoryBytes,
    os: osName(header),
    controls: listControls(index),
    ...(footer?.nodes === undefined ? {} : { fleet: digestNodes(footer.nodes) }),
  };
}

function digestNodes(nodes: readonly GatheredNode[]): PublishedFleet {
  return {
    nodes: nodes.length,
    odd: nodes.flatMap(({ token, shards, odd }) =>
      odd === undefined ? [] : [{ token, shards: shards.length, how: cleanText(odd) }],
    ),
  };
}

function reasonOf({ status, failures }: CaseSummary): string | null {
  if (status === 'not-run') return 'The run ended before.';
  const reasons = new Set(failures.map((failure) => cleanText(failure.reason)));
  return reasons.size === 0 ? null : cleanText([...reasons].join('\n'));
}
