import type {
  CaseRecord,
  Gate,
  KernelVariant,
  Operation,
  Problem,
  Tunables,
} from '@stackbench/model';
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
  /** Its suite has it for hardware alone. */
  hardwareOnly: boolean;
}

/** The gates that have something to ask of a case. */
export function gatesOf({ operation, problem, record }: PlannedCase): readonly Gate[] {
  return operation.gates.filter((gate) => gate.asks?.(problem, record.dataType) ?? true);
}

/** What a run will do: every case on every stack in every round. */
export interface RunPlan {
  suite: string;
  cases: readonly PlannedCase[];
  stacks: readonly RunnableStack[];
  rounds: number;
  tunables: Tunables;
}
