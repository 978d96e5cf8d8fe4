import type { Outcome } from '@stackbench/model';

/** What happens during a run, for progress displays and the run file; in order. */
export type RunEvent =
  | { type: 'launch-start'; round: number; stack: string }
  | { type: 'case-start'; round: number; stack: string; case: string }
  | { type: 'phase'; phase: Phase }
  | { type: 'outcome'; outcome: Outcome }
  | { type: 'launch-end'; round: number; stack: string };

/** What the engine is doing with the current case. */
export type Phase = 'build' | 'verify' | 'warm-up' | 'sample' | 'race';
