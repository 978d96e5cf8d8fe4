import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';

const library: KernelVariant<GemmProblem> = {
  name: 'library',
  rung: 13,
  summary: "the stack's own library (cuBLAS, torch.matmul): the ceiling",
  dataTypes: { library: ['f32', 'tf32', 'f16', 'bf16'] },
  plan: (problem) => ({
    passes: [],
    library: { operation: 'gemm', problem },
    workspaces: [],
  }),
};

export default [library];
