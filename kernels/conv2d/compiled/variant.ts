import type { KernelVariant } from '@stackbench/model';
import type { Conv2dProblem } from '../problem.ts';

const compiled: KernelVariant<Conv2dProblem> = {
  name: 'compiled',
  rung: 11,
  summary: "what a framework's compiler makes of a convolution (torch.compile)",
  dataTypes: { compiled: ['f32', 'tf32', 'f16', 'bf16'] },
  plan: (problem) => ({
    passes: [],
    library: { operation: 'conv2d', problem },
    workspaces: [],
  }),
};

export default [compiled];
