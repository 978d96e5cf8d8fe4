import { controlFalseDiscoveries } from './false-discovery.ts';
import type { Interval } from './interval.ts';
import { type LogRatio, ratioInterval } from './log-ratio.ts';
import { differencePValue, judgeInterval, type Verdict } from './verdict.ts';

/** The numbers of the procedure. */
export const procedure = {
  /** Of every interval. */
  confidence: 0.95,
  /** Benjamini–Hochberg's q over the cases of a table. */
  falseDiscoveryRate: 0.05,
  /** A difference of time below this fraction is no difference, unless the caller says otherwise. */
  margin: 0.01,
  /** Rounds from which on a verdict is more than indicative… */
  decidingRounds: 7,
  /** …and from which on it can be published. */
  publishingRounds: 10,
} as const;

/** How much the number of rounds allows to be said. */
export type Evidence = 'indicative' | 'deciding' | 'publishable';

/** Why no verdict was reached. */
export type Doubt =
  /** One launch does not tell how much launches scatter. */
  | 'no-interval'
  /** The interval reaches across the margin: more rounds may decide. */
  | 'wide-interval'
  /** The interval clears the margin, but in a table of so many cases some do by chance. */
  | 'false-discovery'
  /** The A/A control found a stack to differ from itself, or was too wide to exclude it. */
  | 'control';

/** What one pair of times says by itself, before the rest of its table is looked at. */
export interface Estimate {
  /** t_B / t_A: below 1 when B is faster. */
  ratio: number;
  /** 95 % interval of the ratio. */
  interval: Interval | null;
  /** The margin that held here, a fraction: what was asked for, or the control's noise if larger. */
  margin: number;
  /** Of a difference beyond the margin; see {@link differencePValue}. */
  pValue: number;
  /** Rounds, or launches of the run that has fewer. */
  launches: number;
  evidence: Evidence;
}

/** An estimate and its verdict. */
export type Judgement = Estimate &
  ({ verdict: Exclude<Verdict, 'inconclusive'> } | { verdict: 'inconclusive'; because: Doubt });

/** One member of a family. */
export interface Contender {
  logRatio: LogRatio;
  /** By which fraction the A/A control differed from itself here; 0 without a control. */
  noise: number;
}

export interface JudgeOptions {
  /** The least difference that counts, as a fraction of time. */
  margin: number;
  /** False when an A/A control was not `same`: then nothing is ranked. */
  rankable: boolean;
}

/** By which fraction a stack seems to differ from itself: exp |mean| − 1 of its A/A control. */
export function measureNoise(control: LogRatio): number {
  return Math.expm1(Math.abs(control.mean));
}

/**
 * Judges the cases of one table together, in their order: each by its interval against its margin
 * max(asked, noise), then all claims of a difference by false-discovery control over the table.
 * A claim that does not survive becomes `inconclusive`.
 */
export function judgeFamily(
  contenders: readonly Contender[],
  { margin, rankable }: JudgeOptions,
): Judgement[] {
  const estimates = contenders.map(({ logRatio, noise }) =>
    estimate(logRatio, Math.max(margin, noise)),
  );
  const stands = controlFalseDiscoveries(
    estimates.map(({ pValue }) => pValue),
    procedure.falseDiscoveryRate,
  );
  return estimates.map((one, index) => conclude(one, rankable, stands[index] === true));
}

function estimate(logRatio: LogRatio, margin: number): Estimate {
  return {
    ratio: Math.exp(logRatio.mean),
    interval: ratioInterval(logRatio, procedure.confidence),
    margin,
    pValue: differencePValue(logRatio, margin),
    launches: logRatio.launches,
    evidence: weigh(logRatio.launches),
  };
}

function conclude(one: Estimate, rankable: boolean, stands: boolean): Judgement {
  if (one.interval === null) return doubt(one, 'no-interval');
  if (!rankable) return doubt(one, 'control');
  const verdict = judgeInterval(one.interval, one.margin);
  if (verdict === 'inconclusive') return doubt(one, 'wide-interval');
  if (verdict !== 'same' && !stands) return doubt(one, 'false-discovery');
  return { ...one, verdict };
}

function doubt(one: Estimate, because: Doubt): Judgement {
  return { ...one, verdict: 'inconclusive', because };
}

function weigh(launches: number): Evidence {
  if (launches >= procedure.publishingRounds) return 'publishable';
  return launches >= procedure.decidingRounds ? 'deciding' : 'indicative';
}
