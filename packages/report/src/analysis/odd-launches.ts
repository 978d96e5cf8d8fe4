import { findOddLaunches, logRatioOf, median } from '@stackbench/statistics';
import { type Pairing, type RoundTimes, type Times, toPairs } from './times.ts';

/** A launch that was set aside: it does not belong with the others. */
export interface OddLaunch {
  side: 'A' | 'B';
  /** Counted from 1, as people do. */
  round: number;
  /** How many times its side's median it took. */
  factor: number;
}

/** The launches of a case that its estimate leaves out, by the rule of the statistics. */
export function listOddLaunches({ a, b }: Times, pairing: Pairing): OddLaunch[] {
  const [first = new Map<number, number>()] = a;
  if (pairing === 'runs') return [...a.flatMap((run) => oddOf(run, 'A')), ...oddOf(b, 'B')];
  const rounds = [...first.keys()];
  return findOddLaunches(toPairs(first, b).map(logRatioOf)).flatMap((position) => {
    const round = rounds[position] ?? 0;
    const [own, other] = [describe(first, round, 'A'), describe(b, round, 'B')];
    // A ratio is odd by one of its sides: the one that is farther from what it usually takes.
    return Math.abs(Math.log(own.factor)) > Math.abs(Math.log(other.factor)) ? own : other;
  });
}

function oddOf(times: RoundTimes, side: OddLaunch['side']): OddLaunch[] {
  const rounds = [...times.keys()];
  return findOddLaunches([...times.values()].map(Math.log)).map((position) =>
    describe(times, rounds[position] ?? 0, side),
  );
}

function describe(times: RoundTimes, round: number, side: OddLaunch['side']): OddLaunch {
  const usual = median([...times.values()]);
  return { side, round: round + 1, factor: (times.get(round) ?? usual) / usual };
}
