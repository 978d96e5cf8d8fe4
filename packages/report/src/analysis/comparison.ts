import type { Judgement } from '@stackbench/statistics';
import type { FactDifference } from './facts.ts';

/**
 * B seen from A, the baseline. Plain data, which `--json` prints as it is.
 * Ratios are times, t_B / t_A; margins and deviations are fractions.
 */
export interface Comparison {
  a: ComparedStack;
  b: ComparedStack;
  /** `rounds`: one run, pair by pair. `launches`: two runs, whose drift cannot be excluded. */
  pairing: 'rounds' | 'launches';
  /** The least difference that was asked for. */
  margin: number;
  /** Of every interval. */
  confidence: number;
  /** Benjamini–Hochberg's q over `cases`. */
  falseDiscoveryRate: number;
  /** The A/A controls that speak for this comparison; none means that the noise is unknown. */
  controls: readonly ControlFinding[];
  /** The geometric mean over all of `cases`; null when there are none. */
  total: Judgement | null;
  cases: readonly ComparedCase[];
  leftOut: readonly LeftOut[];
  /** Cases whose verdict is `slower`. */
  regressions: readonly string[];
  /** What differs between the two stacks, and, of two runs, between machines, policies and builds. */
  facts: readonly FactDifference[];
  /** What a reader must know before believing it, one sentence each. */
  caveats: readonly string[];
}

export interface ComparedStack {
  runId: string;
  startedAt: string;
  stack: string;
  software: boolean;
}

/** A case that was measured and verified on both sides. */
export type ComparedCase = Judgement & {
  case: string;
  /** Geometric means of the launches' median kernel times that were compared. */
  aNs: number;
  bNs: number;
  /** Rounds in which a side has a measurement that was not used, since the other has none. */
  unpairedRounds: number;
  /** For the variant `best`: what it chose on either side, where that differs. */
  chosen?: { a: readonly string[]; b: readonly string[] };
};

/** Why a case has no ratio. */
export type LeftOutCause =
  | 'software'
  | 'numerics'
  | 'missing'
  | 'wrong-result'
  | 'not-measured'
  | 'unverified'
  | 'caches'
  | 'unpaired';

export interface LeftOut {
  case: string;
  cause: LeftOutCause;
  /** For people: which side, what happened, and the reason given there. */
  reason: string;
}

/** A stack against itself. */
export interface ControlFinding {
  runId: string;
  stack: string;
  /** Cases that both launches measured in some round. */
  cases: number;
  /** Over all those cases; null when there are none. */
  judgement: Judgement | null;
}
