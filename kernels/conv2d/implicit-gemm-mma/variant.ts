import type { KernelVariant } from '@stackbench/model';
import { liesInChunks, mmaConstants, mmaLaunch, mmaThreads, type MmaTile } from '../../mma-tile.ts';
import { gatheredPlan } from '../gathered-plan.ts';
import type { Conv2dProblem } from '../problem.ts';

interface Shape extends MmaTile {
  /** Blocks that a multiprocessor is to hold at a time. */
  BLOCKS: number;
}

function mma(
  name: string,
  summary: string,
  { BLOCKS, ...tile }: Shape,
): KernelVariant<Conv2dProblem> {
  return {
    name,
    rung: 9,
    gpuTile: true,
    summary,
    dataTypes: { cu: ['tf32', 'f16', 'bf16'] },
    // Turing has no asynchronous copies, and the way through registers takes more of them than it has.
    cudaArchitecture: { tf32: 'sm_80', f16: 'sm_80', bf16: 'sm_80' },
    plan: (problem, dataType, device) => {
      const constants = mmaConstants(tile, dataType, true);
      const { BM, BN } = tile;
      return gatheredPlan(problem, dataType, { BM, BN, BK: constants.BK, BLOCKS }, device, {
        source: 'conv2d/implicit-gemm-mma/kernel',
        block: [mmaThreads(tile), 1, 1],
        constants: { ...constants, Y16: liesInChunks(problem.k / problem.groups, dataType) },
        cuda: mmaLaunch(tile, dataType, true),
      });
    },
  };
}

export default [
  mma(
    'implicit-gemm-mma',
    'implicit GEMM by mma.sync, 128 pixels × 128 filters a block, patches by asynchronous copies, NHWC; never yet run on hardware',
    { BM: 128, BN: 128, WM: 64, WN: 64, BLOCKS: 2 },
  ),
  mma(
    'implicit-gemm-mma-128x64',
    'the same with 128 pixels × 64 filters, for layers of few filters; never yet run on hardware',
    { BM: 128, BN: 64, WM: 32, WN: 64, BLOCKS: 3 },
  ),
];
