import type { KernelVariant } from '@stackbench/model';
import { type ThreadTile, threadTilePass } from '../geometry.ts';
import { type Conv2dProblem, outputExtents } from '../problem.ts';

/** Small for many registers' worth of threads in flight, large where loads are what costs. */
const tiles: readonly ThreadTile[] = [
  { TM: 4, TN: 4, THREADS: 64 },
  { TM: 8, TN: 8, THREADS: 64 },
  { TM: 16, TN: 16, THREADS: 32 },
];

function implicitGemmBlock(tile: ThreadTile): KernelVariant<Conv2dProblem> {
  return {
    name: `implicit-gemm-block-${tile.TM}x${tile.TN}`,
    rung: 4,
    summary: `implicit GEMM, ${tile.TM} pixels × ${tile.TN} filters a thread in registers; no workgroup memory`,
    // A thread of CUDA has at most 255 registers: not enough for 16 × 16 sums.
    dataTypes: {
      wgsl: ['f32', 'f16'],
      ...(tile.TM * tile.TN <= 64 && { cu: ['f32', 'f16', 'bf16'] }),
    },
    plan: (problem) => {
      const { p, q } = outputExtents(problem);
      const strips = Math.ceil((problem.n * p * q) / tile.TM);
      return {
        passes: [threadTilePass(problem, tile, 'conv2d/implicit-gemm-block/kernel', strips)],
        workspaces: [],
      };
    },
  };
}

export default tiles.map(implicitGemmBlock);
