import type { Description, Outcome } from '@stackbench/model';

/**
 * What happens during a run, for progress displays and the run file; in order. The phases of
 * `best` come again for every candidate that is raced, and for the winner.
 */
export type RunEvent =
  | { type: 'launch-start'; round: number; stack: string }
  /** So many of the programs of the launch are built before its first case. */
  | { type: 'prebuild'; round: number; stack: string; done: number; total: number }
  /** A worker came up: the launch's first, or the replacement of one that was lost. */
  | { type: 'worker-start'; round: number; stack: string; description: Description }
  | { type: 'case-start'; round: number; stack: string; case: string }
  | { type: 'phase'; phase: Phase }
  | { type: 'outcome'; outcome: Outcome }
  | { type: 'launch-end'; round: number; stack: string };

/** What the engine is doing with the current case. */
export type Phase = 'build' | 'verify' | 'warm-up' | 'sample' | 'race';
