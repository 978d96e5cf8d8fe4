import { i32, type KernelVariant } from '@stackbench/model';
import { flatGrid } from '../../flat-grid.ts';
import type { SoftmaxProblem } from '../problem.ts';

/** Few, so that few rows still find several multiprocessors. */
const THREADS = 64;

/**
 * One thread's sum of more terms than these drifts: each term is small beside the sum, and what is
 * rounded off of them no longer cancels (2^20 terms: 1e-4, simulated).
 */
const longestSum = 2 ** 17;

const naive: KernelVariant<SoftmaxProblem> = {
  name: 'naive',
  rung: 1,
  summary: 'one thread a row: it reads the row three times, neighbours a row apart',
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
  plan: ({ rows, columns }) =>
    columns > longestSum
      ? { unsupported: `naive: one thread sums at most ${longestSum} columns within rounding` }
      : {
          passes: [
            {
              label: 'softmax',
              source: 'softmax/naive/kernel',
              grid: flatGrid(Math.ceil(rows / THREADS)),
              block: [THREADS, 1, 1],
              tensors: ['x', 'y'],
              scalars: i32(rows, columns),
              constants: { THREADS },
            },
          ],
          workspaces: [],
        },
};

export default [naive];
