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
 * Outcomes that may be read for comparisons of one run. All pairs of few stacks stay below it; of many stacks those
 * nearest to the one that wins most are compared with it, as many as may be read: all of them where cases are few.
 */
const outcomeBudget = 200_000;

/** Comparisons of the stacks of one run that share a device. Stacks and cases by their ids. */
export function compareWithin(
  index: RunIndex,
  summaries: readonly CaseSummary[],
  deviceOf: (stack: string) => string,
  budget = outcomeBudget,
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
    choosePairs(stacks, summaries, budget / devices.length / perStack).map(([a, b]) =>
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
  const [baseline, ...others] = byWins(stacks, summaries);
  const nearest = new Set(others.slice(0, Math.max(1, limit)));
  return stacks.flatMap((stack): [Stack, Stack][] =>
    baseline !== undefined && nearest.has(stack) ? [[baseline, stack]] : [],
  );
}

/** Which wins most cases first; of equals the one that comes nearest to the winners. */
function byWins(stacks: readonly Stack[], summaries: readonly CaseSummary[]): Stack[] {
  const tallies = new Map(stacks.map(({ id }) => [id, { wins: 0, shares: 0 }]));
  const cases = Map.groupBy(
    summaries.filter(({ stack, measured }) => measured !== null && tallies.has(stack.id)),
    (summary) => summary.case,
  );
  for (const members of cases.values()) {
    const least = Math.min(...members.map(({ measured }) => measured?.kernelNs ?? Infinity));
    let isWon = false;
    for (const { stack, measured } of members) {
      const tally = tallies.get(stack.id)!;
      tally.shares += least / (measured?.kernelNs ?? Infinity);
      if (isWon || measured?.kernelNs !== least) continue;
      tally.wins++;
      isWon = true;
    }
  }
  const tallyOf = ({ id }: Stack) => tallies.get(id)!;
  return stacks.toSorted(
    (a, b) => tallyOf(b).wins - tallyOf(a).wins || tallyOf(b).shares - tallyOf(a).shares,
  );
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
