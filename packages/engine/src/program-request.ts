import {
  type KernelVariant,
  parseSubgroupMatrix,
  type PlannedDevice,
  type ProgramRequest,
  readFact,
  type Stack,
  type Unsupported,
} from '@stackbench/model';
import { parseCpuSet } from '@stackbench/stacks';
import type { PlannedCase } from './plan.ts';
import { programTensors } from '@stackbench/programs';

/** What plans are told of the device of a stack. */
export function plannedDevice(stack: Stack): PlannedDevice {
  return {
    multiprocessors: readFact(stack.facts, 'multiprocessors') ?? processorsOf(stack),
    subgroupMatrices: readFact(stack.facts, 'subgroupMatrixConfigs')?.flatMap(
      (each) => parseSubgroupMatrix(each) ?? [],
    ),
  };
}

/** A software adapter runs a workgroup on each processor. An emulated device stands for one that has more. */
function processorsOf({ software, computes, facts }: Stack): number | undefined {
  const cpus = readFact(facts, 'cpus');
  if (!software || computes?.includes('wgsl') !== true || cpus === undefined) return undefined;
  return parseCpuSet(cpus).length;
}

/** What the runner of `stack` is asked for, to run `variant` on the problem of a case; or why that cannot be. */
export function programRequest(
  { operation, problem, record: { dataType } }: PlannedCase,
  variant: KernelVariant,
  stack: Stack,
): ProgramRequest | Unsupported {
  const plan = variant.plan(problem, dataType, plannedDevice(stack));
  if ('unsupported' in plan) return plan;
  return { variant, plan, dataType, tensors: programTensors(operation, problem, plan) };
}
