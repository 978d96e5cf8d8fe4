import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../operation.ts';

const constants = { BX: 16, BY: 16 };

const naive: KernelVariant<GemmProblem> = {
  name: 'naive',
  rung: 1,
  summary: 'one thread an element of C, neighbours read neighbouring columns of B',
  dataTypes: { wgsl: ['f32', 'f16'] },
  plan: ({ m, n, k }) => ({
    passes: [
      {
        label: 'gemm',
        source: 'gemm/naive/kernel',
        grid: [Math.ceil(n / constants.BX), Math.ceil(m / constants.BY), 1],
        block: [constants.BX, constants.BY, 1],
        tensors: ['a', 'b', 'c'],
        scalars: [m, n, k],
        constants,
      },
    ],
    workspaces: [],
  }),
};

export default [naive];
