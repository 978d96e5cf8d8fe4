import type { KernelVariant } from '@stackbench/model';
import type { Conv2dProblem } from '../problem.ts';

const library: KernelVariant<Conv2dProblem> = {
  name: 'library',
  rung: 10,
  summary: "the stack's own library (cuDNN, torch.conv2d): the ceiling",
  dataTypes: { library: ['f32', 'tf32', 'f16', 'bf16'] },
  plan: (problem) => ({
    passes: [],
    library: { operation: 'conv2d', problem },
    workspaces: [],
  }),
};

export default [library];
