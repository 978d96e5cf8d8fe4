import { geometricMean, judgeFamily } from '@stackbench/statistics';
import type { ComparedCase, ComparedTotal } from './comparison.ts';
import type { Match } from './match-cases.ts';
import { listOddLaunches } from './odd-launches.ts';
import { countRounds, estimateCase, estimateTotal, type Pairing, type Times } from './times.ts';

/** The verdicts of a table's cases, judged together. */
export function judgeCases(
  matches: readonly Match[],
  pairing: Pairing,
  margin: number,
): ComparedCase[] {
  const judgements = judgeFamily(
    matches.map(({ times }) => ({ logRatio: estimateCase(times, pairing), margin })),
  );
  return judgements.flatMap((judgement, index) => {
    const match = matches[index];
    return match === undefined ? [] : [{ ...describeMatch(match, pairing), ...judgement }];
  });
}

/** The verdict over all cases as one; null when no round holds them all. */
export function judgeTotal(
  matches: readonly Match[],
  pairing: Pairing,
  margin: number,
): ComparedTotal | null {
  const times = matches.map((match) => match.times);
  const logRatio = times.length === 0 ? null : estimateTotal(times, pairing);
  if (logRatio === null) return null;
  const [judgement] = judgeFamily([{ logRatio, margin }]);
  return judgement === undefined ? null : { ...judgement, rounds: countRounds(times) };
}

function describeMatch({ case: id, times, unpairedRounds, chosen }: Match, pairing: Pairing) {
  return {
    case: id,
    ...meanTimes(times),
    unpairedRounds,
    odd: listOddLaunches(times, pairing),
    ...(chosen.a.join() === chosen.b.join() ? {} : { chosen }),
  };
}

function meanTimes({ a, b }: Times): { aNs: number; bNs: number } {
  return {
    aNs: geometricMean(a.flatMap((run) => [...run.values()])),
    bNs: geometricMean([...b.values()]),
  };
}
