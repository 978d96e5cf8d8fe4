import type { KernelVariant } from '@stackbench/model';
import type { SoftmaxProblem } from '../problem.ts';
import { rowPlan } from '../row-plan.ts';

const shared: KernelVariant<SoftmaxProblem> = {
  name: 'shared',
  rung: 2,
  summary: 'a workgroup a row: neighbours read neighbours, and reduce in workgroup memory',
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
  plan: (problem) => rowPlan(problem, 'softmax/shared/kernel'),
};

export default [shared];
