import type { CaseRecord, KernelVariant, Operation, Problem, Tunables } from '@stackbench/model';
import type { RunnableStack } from '@stackbench/workers';

/** The pseudo-variant that stands for the fastest verified one. */
export const bestVariant = 'best';

/** A case with all that is needed to run it on any stack. */
export interface PlannedCase {
  record: CaseRecord;
  operation: Operation;
  problem: Problem;
  /** The variants to race for the variant `best`; otherwise just the one. */
  candidates: readonly KernelVariant[];
}

/** What a run will do: every case on every stack in every round. */
export interface RunPlan {
  suite: string;
  cases: readonly PlannedCase[];
  stacks: readonly RunnableStack[];
  rounds: number;
  tunables: Tunables;
}
