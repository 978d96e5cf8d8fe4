import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';

const libraryTuned: KernelVariant<GemmProblem> = {
  name: 'library-tuned',
  rung: 13,
  summary: "the stack's own library with the fastest of its algorithms, each timed (cuBLASLt)",
  dataTypes: { 'library-tuned': ['f32', 'tf32', 'f16', 'bf16'] },
  plan: (problem) => ({
    passes: [],
    library: { operation: 'gemm', problem },
    workspaces: [],
  }),
};

export default [libraryTuned];
