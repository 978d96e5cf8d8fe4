import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { splitTilePlan, vectorRows } from '../tile.ts';

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
    const BM = problem.m === 1 ? 1 : WARPS;
    // More rows take more registers.
    const tile = { BM, BN, BK: WARPS * DEPTH, BLOCKS: BM === 1 ? 8 : 2 };
    return splitTilePlan(problem, dataType, tile, device, {
      source: 'gemm/matrix-vector/kernel',
      block: [THREADS, 1, 1],
      constants: { BM, BN, DEPTH, THREADS, ...vectorRows(problem) },
    });
  },
};

export default [matrixVector];
