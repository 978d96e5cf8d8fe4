import { geometricMean, type Judgement, judgeFamily } from '@stackbench/statistics';
import type { ComparedCase, Comparison } from './comparison.ts';
import type { Controls } from './control.ts';
import type { Match } from './match-cases.ts';
import { estimateCase, estimateTotal } from './times.ts';

/** The verdicts of a table's cases, judged together. */
export function judgeCases(
  matches: readonly Match[],
  pairing: Comparison['pairing'],
  controls: Controls,
  margin: number,
): ComparedCase[] {
  const contenders = matches.map((match) => ({
    logRatio: estimateCase(match.times, pairing),
    noise: controls.noiseOf(match.case),
  }));
  const judgements = judgeFamily(contenders, { margin, rankable: controls.rankable });
  return judgements.flatMap((judgement, index) => {
    const match = matches[index];
    return match === undefined ? [] : [{ ...describeMatch(match), ...judgement }];
  });
}

/** The verdict over all cases as one; null when there are none. */
export function judgeTotal(
  matches: readonly Match[],
  pairing: Comparison['pairing'],
  controls: Controls,
  margin: number,
): Judgement | null {
  if (matches.length === 0) return null;
  const logRatio = estimateTotal(
    matches.map(({ times }) => times),
    pairing,
  );
  const { rankable, noise } = controls;
  return judgeFamily([{ logRatio, noise }], { margin, rankable })[0] ?? null;
}

function describeMatch({ case: id, times, unpairedRounds, chosen }: Match) {
  return {
    case: id,
    aNs: geometricMean([...times.a.values()]),
    bNs: geometricMean([...times.b.values()]),
    unpairedRounds,
    ...(chosen.a.join() === chosen.b.join() ? {} : { chosen }),
  };
}
