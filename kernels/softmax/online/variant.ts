import type { KernelVariant } from '@stackbench/model';
import type { SoftmaxProblem } from '../problem.ts';
import { rowPlan } from '../row-plan.ts';

const online: KernelVariant<SoftmaxProblem> = {
  name: 'online',
  rung: 3,
  summary: 'maximum and sum in one reading of the row, the sum rescaled when the maximum grows',
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
  plan: (problem) => rowPlan(problem, 'softmax/online/kernel'),
};

export default [online];
