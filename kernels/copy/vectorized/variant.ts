import { i32, type KernelVariant } from '@stackbench/model';
import { flatGrid } from '../../flat-grid.ts';
import type { CopyProblem } from '../problem.ts';

const THREADS = 256;
/** Vectors of four elements that a thread has on their way at a time. */
const VECTORS = 4;

const vectorized: KernelVariant<CopyProblem> = {
  name: 'vectorized',
  rung: 1,
  summary: 'four elements in one access, four of these a thread, neighbours beside neighbours',
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
  plan: ({ n }) => ({
    passes: [
      {
        label: 'copy',
        source: 'copy/vectorized/kernel',
        grid: flatGrid(Math.ceil(n / (4 * VECTORS * THREADS))),
        block: [THREADS, 1, 1],
        tensors: ['x', 'y'],
        scalars: i32(n),
        constants: { THREADS, VECTORS },
      },
    ],
    workspaces: [],
  }),
};

export default [vectorized];
