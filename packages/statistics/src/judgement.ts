import { controlFalseDiscoveries } from './false-discovery.ts';
import type { Interval } from './interval.ts';
import { halfWidthOf, type LogRatio, ratioInterval } from './log-ratio.ts';
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
  | 'false-discovery';

/** What one pair of times says by itself, before the rest of its table is looked at. */
export interface Estimate {
  /** t_B / t_A: below 1 when B is faster. */
  ratio: number;
  /** 95 % interval of the ratio. */
  interval: Interval | null;
  /** The margin that held here, a fraction: what was asked for, or the control's noise if larger. */
  margin: number;
  /** The smallest difference that these launches could have told, a fraction of time; null without an interval. */
  detectable: number | null;
  /** Of a difference beyond the margin; see {@link differencePValue}. */
  pValue: number;
  /** Rounds, or launches of the run that has fewer. */
  launches: number;
  evidence: Evidence;
}

/** An estimate and its verdict. */
export type Judgement = Estimate &
  ({ verdict: Exclude<Verdict, 'inconclusive'> } | { verdict: 'inconclusive'; because: Doubt });

/**
 * By which fraction a stack may differ from itself: the farther end of its A/A control's interval. It
 * measures the machine, so that no margin that is asked for changes it.
 */
export function measureNoise(control: LogRatio): number {
  const halfWidth = halfWidthOf(control, procedure.confidence) ?? 0;
  return Math.expm1(Math.abs(control.mean) + halfWidth);
}

/** One member of a family. */
export interface Contender {
  logRatio: LogRatio;
  /** The least difference that counts, a fraction of time; never less than the noise of the control. */
  margin: number;
}

/**
 * Judges the cases of one table together, in their order: each by its interval against its margin,
 * then all claims of a difference by false-discovery control over the table. A claim that does not
 * survive becomes `inconclusive`.
 */
export function judgeFamily(contenders: readonly Contender[]): Judgement[] {
  const estimates = contenders.map(estimate);
  const stands = controlFalseDiscoveries(
    estimates.map(({ pValue }) => pValue),
    procedure.falseDiscoveryRate,
  );
  return estimates.map((one, index) => conclude(one, stands[index] === true));
}

function estimate({ logRatio, margin }: Contender): Estimate {
  const halfWidth = halfWidthOf(logRatio, procedure.confidence);
  return {
    ratio: Math.exp(logRatio.mean),
    interval: ratioInterval(logRatio, procedure.confidence),
    margin,
    detectable: halfWidth === null ? null : Math.expm1(halfWidth + Math.log1p(margin)),
    pValue: differencePValue(logRatio, margin),
    launches: logRatio.launches,
    evidence: weigh(logRatio.launches),
  };
}

function conclude(one: Estimate, stands: boolean): Judgement {
  if (one.interval === null) return doubt(one, 'no-interval');
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
