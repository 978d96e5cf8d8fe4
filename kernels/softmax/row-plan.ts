import { i32, type KernelPlan } from '@stackbench/model';
import { flatGrid } from '../flat-grid.ts';
import type { SoftmaxProblem } from './problem.ts';

/** Threads that share a row: a power of two, as they halve it when they reduce. */
const THREADS = 256;

/** The plan of a kernel that computes a row a workgroup. */
export function rowPlan({ rows, columns }: SoftmaxProblem, source: string): KernelPlan {
  return {
    passes: [
      {
        label: 'softmax',
        source,
        grid: flatGrid(rows),
        block: [THREADS, 1, 1],
        tensors: ['x', 'y'],
        scalars: i32(rows, columns),
        constants: { THREADS },
      },
    ],
    workspaces: [],
  };
}
