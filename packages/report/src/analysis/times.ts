import {
  geometricMean,
  type LogRatio,
  median,
  pairedLogRatio,
  type TimePair,
  unpairedLogRatio,
} from '@stackbench/statistics';
import type { OkLaunch } from './launch-outcome.ts';

/** Kernel times of one case in a run, by round. */
export type RoundTimes = ReadonlyMap<number, number>;

/** Of each launch the median of its samples. */
export function timesOf(launches: readonly OkLaunch[]): RoundTimes {
  return new Map(launches.map(({ round, kernelNs }) => [round, median(kernelNs)]));
}

/** Kernel times of one case on both sides. */
export interface Times {
  /** One for each run of the baseline; of one run, A's. */
  a: readonly RoundTimes[];
  b: RoundTimes;
  /** Half a step of either side's clock, each as a fraction of its time, added up. */
  resolution: number;
}

/** `rounds`: one run, pair by pair. `runs`: a run against one or more others. */
export type Pairing = 'rounds' | 'runs';

/** The rounds that both sides have, of both. */
export function pairByRound(a: RoundTimes, b: RoundTimes): { a: RoundTimes; b: RoundTimes } {
  const haveSame = a.size === b.size && a.keys().every((round) => b.has(round));
  if (haveSame) return { a, b };
  return {
    a: new Map([...a].filter(([round]) => b.has(round))),
    b: new Map([...b].filter(([round]) => a.has(round))),
  };
}

/** The log ratio of one case. Paired times must have the same rounds on both sides. */
export function estimateCase({ a, b, resolution }: Times, pairing: Pairing): LogRatio {
  const [first] = a;
  return pairing === 'rounds' && first !== undefined
    ? pairedLogRatio(toPairs(first, b), resolution)
    : unpairedLogRatio(
        a.map((run) => [...run.values()]),
        [...b.values()],
        resolution,
      );
}

/**
 * The log ratio over several cases as if they were one: over the rounds that hold all of them, whose
 * geometric means are compared. Null when there is no such round on either side.
 */
export function estimateTotal(cases: readonly Times[], pairing: Pairing): LogRatio | null {
  const runs = cases[0]?.a.length ?? 0;
  const a = Array.from({ length: runs }, (_, run) =>
    averageWholeRounds(cases.flatMap((times) => times.a[run] ?? [])),
  );
  const b = averageWholeRounds(cases.map((times) => times.b));
  if (b.size === 0 || a.length === 0 || a.some((run) => run.size === 0)) return null;
  const resolution = cases.reduce((sum, times) => sum + times.resolution, 0) / cases.length;
  return estimateCase({ a, b, resolution }, pairing);
}

/** Rounds of B in which some of the cases have a time. */
export function countRounds(cases: readonly Times[]): number {
  return new Set(cases.flatMap(({ b }) => [...b.keys()])).size;
}

/** Geometric mean over the cases in each round that holds all of them. */
export function averageWholeRounds(cases: readonly RoundTimes[]): RoundTimes {
  const [first = new Map<number, number>()] = cases;
  const averages = new Map<number, number>();
  for (const round of first.keys()) {
    const times = cases.flatMap((one) => one.get(round) ?? []);
    if (times.length === cases.length) averages.set(round, geometricMean(times));
  }
  return averages;
}

/**
 * The log ratio over several cases that are the same on both sides: as every true ratio is 1, each
 * round counts with the cases that it holds.
 */
export function estimateControl(
  cases: readonly { a: RoundTimes; b: RoundTimes; resolution: number }[],
): LogRatio {
  const rounds = new Set(cases.flatMap(({ a }) => [...a.keys()]));
  const pairs = [...rounds].map((round) => {
    const held = cases.filter(({ a }) => a.has(round));
    return {
      a: geometricMean(held.flatMap(({ a }) => a.get(round) ?? [])),
      b: geometricMean(held.flatMap(({ b }) => b.get(round) ?? [])),
    };
  });
  return pairedLogRatio(pairs, Math.max(...cases.map(({ resolution }) => resolution)));
}

export function toPairs(a: RoundTimes, b: RoundTimes): TimePair[] {
  return [...a].flatMap(([round, time]) => {
    const other = b.get(round);
    return other === undefined ? [] : [{ a: time, b: other }];
  });
}
