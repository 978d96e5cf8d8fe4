import type { Interval, Judgement } from '@stackbench/statistics';
import type { FactDifference } from './facts.ts';
import type { OddLaunch } from './odd-launches.ts';
import type { Pairing } from './times.ts';

/**
 * B seen from A, the baseline. Plain data, which `--json` prints as it is.
 * Ratios are times, t_B / t_A; margins and deviations are fractions.
 */
export interface Comparison {
  a: ComparedStack;
  b: ComparedStack;
  pairing: Pairing;
  /** Runs of the baseline before the one that `a` names; between runs, three in all tell how much they differ. */
  earlier: readonly string[];
  /** The least difference that was asked for. */
  margin: number;
  /** Of every interval. */
  confidence: number;
  /** Benjamini–Hochberg's q over `cases`. */
  falseDiscoveryRate: number;
  /** The A/A controls that speak for this comparison; none means that the noise is unknown. */
  controls: readonly ControlFinding[];
  /** The geometric mean over all of `cases`; null when no round holds them all. */
  total: ComparedTotal | null;
  cases: readonly ComparedCase[];
  leftOut: readonly LeftOut[];
  /** Cases that B failed and A did not. */
  broken: readonly Broken[];
  /** Cases whose verdict is `slower`, and the broken ones. */
  regressions: readonly string[];
  /** What differs between the two stacks, and, of two runs, between programs, machines, policies and builds. */
  facts: readonly FactDifference[];
  /** What a reader must know before believing it, one sentence each. */
  caveats: readonly string[];
}

export interface ComparedStack {
  runId: string;
  startedAt: string;
  stack: string;
  /** What it was made from; null where no setup made it. */
  setup: string | null;
  software: boolean;
}

/** Over the rounds that hold all cases. */
export type ComparedTotal = Judgement & {
  /** Rounds that hold any. */
  rounds: number;
};

/** A case that was measured and verified on both sides. */
export type ComparedCase = Judgement & {
  case: string;
  /** Geometric means of the launches' median kernel times that were compared. */
  aNs: number;
  bNs: number;
  /** Rounds in which a side has a measurement that was not used, since the other has none. */
  unpairedRounds: number;
  /** Launches that the estimate leaves out. */
  odd: readonly OddLaunch[];
  /** For the variant `best`: what it chose on either side, where that differs. */
  chosen?: { a: readonly string[]; b: readonly string[] };
};

/** Why a case has no ratio. */
export type LeftOutCause =
  | 'software'
  | 'device'
  | 'clock'
  | 'work'
  | 'numerics'
  | 'missing'
  | 'wrong-result'
  | 'not-measured'
  | 'unverified'
  | 'caches'
  | 'unpaired'
  | 'edited';

export interface LeftOut {
  case: string;
  cause: LeftOutCause;
  /** For people: which side, what happened, and the reason given there. */
  reason: string;
}

/** Failed where the other side was measured. */
export interface Broken {
  case: string;
  /** For people: in how many rounds, and what happened. */
  reason: string;
}

/** A stack against itself. */
export interface ControlFinding {
  runId: string;
  stack: string;
  /** Cases that both launches measured in some round. */
  cases: number;
  /** Over all those cases; null when there are none. */
  ratio: number | null;
  interval: Interval | null;
  /** The farther end of the interval from 1, a fraction: what the margin is widened to. */
  noise: number;
}
