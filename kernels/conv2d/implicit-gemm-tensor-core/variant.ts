import type { KernelVariant } from '@stackbench/model';
import type { Conv2dProblem } from '../problem.ts';
import { vectorsOf, type WorkgroupTile, workgroupTilePlan } from '../workgroup-tile.ts';

/** Pixels × filters of a warp: its result tiles are 16 × 16. */
const warp = { WM: 64, WN: 32 };

/** A thread holds 64 results, though only the hardware knows which. */
const tile: WorkgroupTile = { BM: 128, BN: 128, BK: 32, TM: 8, TN: 8 };

const tensorCore: KernelVariant<Conv2dProblem> = {
  name: 'implicit-gemm-tensor-core',
  rung: 8,
  gpuTile: true,
  summary: 'implicit GEMM on WMMA tiles of 16 × 16, 128 pixels × 128 filters a block, NHWC',
  dataTypes: { cu: ['tf32', 'f16', 'bf16'] },
  // Turing's tensor cores multiply f16; the other types came with Ampere.
  cudaArchitecture: { f16: 'sm_75', tf32: 'sm_80', bf16: 'sm_80' },
  plan: (problem) =>
    problem.layout === 'nhwc'
      ? workgroupTilePlan(problem, tile, 'conv2d/implicit-gemm-tensor-core/kernel', {
          ...warp,
          ...vectorsOf(problem),
        })
      : { unsupported: 'tensor cores read channels in a row: layout=nhwc' },
};

export default [tensorCore];
