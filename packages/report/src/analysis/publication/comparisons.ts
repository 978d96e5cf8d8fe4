import type { Stack } from '@stackbench/model';
import type { Judgement } from '@stackbench/statistics';
import { compareIndexed } from '../../analysis/compare-stacks.ts';
import type { Comparison } from '../../analysis/comparison.ts';
import { describeVerdict } from '../../compare/phrases.ts';
import type { RunIndex } from '../../analysis/run-index.ts';
import type { CaseSummary } from '../../analysis/summary.ts';
import type { PublishedComparison, PublishedVerdict } from './publication.ts';
import { cleanText } from './clean-text.ts';

/**
 * Outcomes that may be read for comparisons of one run. All pairs of few stacks stay below it; of
 * many stacks each is compared with the one that wins most, since pairs grow with the square.
 */
const outcomeBudget = 200_000;

/** Comparisons of the stacks of one run that share a device. Stacks and cases by their ids. */
export function compareWithin(
  index: RunIndex,
  summaries: readonly CaseSummary[],
  deviceOf: (stack: string) => string,
): Omit<PublishedComparison, 'run'>[] {
  const { run } = index;
  const measured = new Set(
    summaries.flatMap((summary) => (summary.measured === null ? [] : summary.stack.id)),
  );
  const contestants = run.header.stacks.filter(
    (stack) => measured.has(stack.id) && stack.controlOf === undefined,
  );
  const perStack = Math.max(1, run.outcomes.length / Math.max(1, run.header.stacks.length));
  const devices = [...Map.groupBy(contestants, ({ id }) => deviceOf(id)).values()];
  return devices.flatMap((stacks) =>
    choosePairs(stacks, summaries, outcomeBudget / devices.length / perStack).map(([a, b]) =>
      publish(
        compareIndexed([{ index, stack: a, letter: 'A' }], { index, stack: b, letter: 'B' }, {}),
      ),
    ),
  );
}

function choosePairs(
  stacks: readonly Stack[],
  summaries: readonly CaseSummary[],
  limit: number,
): [Stack, Stack][] {
  if ((stacks.length * (stacks.length - 1)) / 2 <= limit) {
    return stacks.flatMap((a, at) => stacks.slice(at + 1).map((b): [Stack, Stack] => [a, b]));
  }
  const baseline = mostWinning(stacks, summaries);
  return stacks.flatMap((stack): [Stack, Stack][] =>
    baseline === undefined || stack === baseline ? [] : [[baseline, stack]],
  );
}

function mostWinning(stacks: readonly Stack[], summaries: readonly CaseSummary[]) {
  const ids = new Set(stacks.map(({ id }) => id));
  const wins = new Map<string, number>();
  const cases = Map.groupBy(
    summaries.filter(({ stack }) => ids.has(stack.id)),
    (summary) => summary.case.id,
  );
  for (const members of cases.values()) {
    const [best] = members
      .filter(({ measured }) => measured !== null)
      .toSorted((a, b) => (a.measured?.kernelNs ?? 0) - (b.measured?.kernelNs ?? 0));
    if (best !== undefined) wins.set(best.stack.id, (wins.get(best.stack.id) ?? 0) + 1);
  }
  return stacks.toSorted((a, b) => (wins.get(b.id) ?? 0) - (wins.get(a.id) ?? 0))[0];
}

function publish({ a, b, margin, total, cases, leftOut, caveats }: Comparison) {
  const margins = [margin, ...cases.map((one) => one.margin)];
  return {
    a: a.stack,
    b: b.stack,
    margin: Number(Math.max(...margins).toPrecision(3)),
    total: total === null ? null : publishVerdict(total),
    cases: cases.map((one) => ({ case: cleanText(one.case), ...publishVerdict(one) })),
    leftOut: leftOut.map((one) => ({ case: cleanText(one.case), reason: cleanText(one.reason) })),
    caveats: caveats.map(cleanText),
  };
}

export function publishVerdict(judgement: Judgement): PublishedVerdict {
  const { ratio, interval, verdict, detectable, launches } = judgement;
  return {
    ratio: fiveDigits(ratio),
    interval:
      interval === null ? null : { low: fiveDigits(interval.low), high: fiveDigits(interval.high) },
    verdict,
    text: describeVerdict(judgement),
    detectable: detectable === null ? null : Number(detectable.toPrecision(3)),
    launches,
  };
}

function fiveDigits(value: number): number {
  return Number(value.toPrecision(5));
}
