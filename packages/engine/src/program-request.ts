import type { KernelVariant, ProgramRequest, Unsupported } from '@stackbench/model';
import type { PlannedCase } from './plan.ts';
import { programTensors } from './program-tensors.ts';

/** What a runner is asked for, to run `variant` on the problem of a case; or why that cannot be. */
export function programRequest(
  { operation, problem, record: { dataType } }: PlannedCase,
  variant: KernelVariant,
): ProgramRequest | Unsupported {
  const plan = variant.plan(problem, dataType);
  if ('unsupported' in plan) return plan;
  return { variant, plan, dataType, tensors: programTensors(operation, problem, plan) };
}
