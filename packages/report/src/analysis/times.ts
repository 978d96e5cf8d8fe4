import {
  geometricMean,
  type LogRatio,
  pairedLogRatio,
  type TimePair,
  unpairedLogRatio,
} from '@stackbench/statistics';

/** Kernel times of one case on both sides, each by its round. */
export interface Times {
  a: ReadonlyMap<number, number>;
  b: ReadonlyMap<number, number>;
}

/** Both sides cut down to the rounds that both have. */
export function pairByRound({ a, b }: Times): Times {
  return {
    a: new Map([...a].filter(([round]) => b.has(round))),
    b: new Map([...b].filter(([round]) => a.has(round))),
  };
}

/** The log ratio of one case. Paired times must have the same rounds on both sides. */
export function estimateCase(times: Times, pairing: 'rounds' | 'launches'): LogRatio {
  return pairing === 'rounds'
    ? pairedLogRatio(toPairs(times))
    : unpairedLogRatio([...times.a.values()], [...times.b.values()]);
}

/**
 * The log ratio over several cases: the mean of theirs. Its scatter comes from the rounds that hold
 * all cases, whose geometric means are compared as if the suite were one case; null with too few.
 */
export function estimateTotal(cases: readonly Times[], pairing: 'rounds' | 'launches'): LogRatio {
  const mean =
    cases.reduce((sum, times) => sum + estimateCase(times, pairing).mean, 0) / cases.length;
  const whole = {
    a: averageWholeRounds(cases.map(({ a }) => a)),
    b: averageWholeRounds(cases.map(({ b }) => b)),
  };
  if (whole.a.size === 0 || whole.b.size === 0) return { mean, scatter: null, launches: 1 };
  return { ...estimateCase(whole, pairing), mean };
}

/** Geometric mean over the cases in each round that holds all of them. */
function averageWholeRounds(cases: readonly ReadonlyMap<number, number>[]): Map<number, number> {
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
export function estimateControl(cases: readonly Times[]): LogRatio {
  const rounds = new Set(cases.flatMap(({ a }) => [...a.keys()]));
  return pairedLogRatio(
    [...rounds].map((round) => {
      const held = cases.filter(({ a }) => a.has(round));
      return {
        a: geometricMean(held.flatMap(({ a }) => a.get(round) ?? [])),
        b: geometricMean(held.flatMap(({ b }) => b.get(round) ?? [])),
      };
    }),
  );
}

function toPairs({ a, b }: Times): TimePair[] {
  return [...a].flatMap(([round, time]) => {
    const other = b.get(round);
    return other === undefined ? [] : [{ a: time, b: other }];
  });
}
