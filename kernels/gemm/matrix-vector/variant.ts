import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { spanOf, splitPlan } from '../split-k.ts';
import { vectorRows } from '../tile.ts';

const WARPS = 8;
const THREADS = 32 * WARPS;
/** A vector of four columns a lane. */
const BN = 32 * 4;
/** Rows of B that a warp has on their way at a time. */
const DEPTH = 8;

const matrixVector: KernelVariant<GemmProblem> = {
  name: 'matrix-vector',
  rung: 12,
  gpuTile: true,
  summary: 'for one row of A or a few: B is read once, straight into registers',
  dataTypes: { cu: ['f32', 'f16', 'bf16'] },
  plan: (problem, dataType, device) => {
    // A row for each warp, or the only one.
    const ROWS = problem.m === 1 ? 1 : WARPS;
    const tile = { BM: ROWS, BN };
    // More rows take more registers.
    const BLOCKS = ROWS === 1 ? 8 : 2;
    const span = spanOf(problem, { ...tile, BK: WARPS * DEPTH, BLOCKS }, device);
    return splitPlan(problem, dataType, span, tile, {
      source: 'gemm/matrix-vector/kernel',
      block: [THREADS, 1, 1],
      constants: { ROWS, BN, DEPTH, THREADS, ...vectorRows(problem) },
    });
  },
};

export default [matrixVector];
