import type { FailedOutcome, GateResult, OkOutcome, Run } from '@stackbench/model';

/** What analyses read of an outcome. Every outcome is one; where there are a million of them, no more is kept. */
export type LaunchOutcome = OkLaunch | FailedLaunch;

export type OkLaunch = Pick<
  OkOutcome,
  | 'case'
  | 'stack'
  | 'round'
  | 'status'
  | 'kernelNs'
  | 'repetitions'
  | 'caches'
  | 'callLatencyNs'
  | 'firstCallNs'
  | 'buildNs'
> &
  Undefinable<
    Pick<OkOutcome, 'programDigest' | 'timedBy' | 'chosenVariant' | 'timesSlower' | 'conditions'>
  > & {
    verification: { gates: readonly Pick<GateResult, 'passed' | 'relativeFrobenius'>[] };
  };

export type FailedLaunch = Omit<FailedOutcome, 'verification'>;

/** A run of which no more is kept. */
export type LaunchedRun = Omit<Run, 'outcomes'> & { outcomes: readonly LaunchOutcome[] };

/** Objects of one shape take half the room of those that lack some of its fields. */
type Undefinable<T> = { [K in keyof T]: T[K] | undefined };
