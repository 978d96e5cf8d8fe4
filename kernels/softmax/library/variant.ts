import type { KernelVariant } from '@stackbench/model';
import type { SoftmaxProblem } from '../problem.ts';

const library: KernelVariant<SoftmaxProblem> = {
  name: 'library',
  rung: 9,
  summary: "the stack's own library (torch.softmax): the ceiling",
  dataTypes: { library: ['f32', 'f16', 'bf16'] },
  plan: (problem) => ({
    passes: [],
    library: { operation: 'softmax', problem },
    workspaces: [],
  }),
};

export default [library];
