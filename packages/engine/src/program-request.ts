import {
  type KernelVariant,
  type PlannedDevice,
  type ProgramRequest,
  readFact,
  type Stack,
  type Unsupported,
} from '@stackbench/model';
import type { PlannedCase } from './plan.ts';
import { programTensors } from './program-tensors.ts';

/** What plans are told of the device of a stack. */
export function deviceOf({ facts }: Stack): PlannedDevice {
  return { multiprocessors: readFact(facts, 'multiprocessors') };
}

/** What the runner of `stack` is asked for, to run `variant` on the problem of a case; or why that cannot be. */
export function programRequest(
  { operation, problem, record: { dataType } }: PlannedCase,
  variant: KernelVariant,
  stack: Stack,
): ProgramRequest | Unsupported {
  const plan = variant.plan(problem, dataType, deviceOf(stack));
  if ('unsupported' in plan) return plan;
  return { variant, plan, dataType, tensors: programTensors(operation, problem, plan) };
}
