import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';

const compiled: KernelVariant<GemmProblem> = {
  name: 'compiled',
  rung: 14,
  summary: "what a framework's compiler makes of a matrix product (torch.compile)",
  dataTypes: { compiled: ['f32', 'tf32', 'f16', 'bf16'] },
  plan: (problem) => ({
    passes: [],
    library: { operation: 'gemm', problem },
    workspaces: [],
  }),
};

export default [compiled];
