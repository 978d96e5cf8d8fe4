import type { KernelVariant } from '@stackbench/model';
import type { Conv2dProblem } from '../problem.ts';

const libraryTuned: KernelVariant<Conv2dProblem> = {
  name: 'library-tuned',
  rung: 9,
  summary:
    "the stack's own library with the fastest of its engines, each timed (cuDNN, torch with cudnn.benchmark)",
  dataTypes: { 'library-tuned': ['f32', 'tf32', 'f16', 'bf16'] },
  plan: (problem) => ({
    passes: [],
    library: { operation: 'conv2d', problem },
    workspaces: [],
  }),
};

export default [libraryTuned];
