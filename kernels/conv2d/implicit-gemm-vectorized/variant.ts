import type { KernelVariant } from '@stackbench/model';
import type { Conv2dProblem } from '../problem.ts';
import {
  checkedQuadTile,
  stagedBlocks,
  vectorsOf,
  type WorkgroupTile,
  workgroupTilePlan,
} from '../workgroup-tile.ts';

function vectorized(
  name: string,
  summary: string,
  shape: WorkgroupTile,
): KernelVariant<Conv2dProblem> {
  const tile = checkedQuadTile(name, shape);
  const derived = { TM4: tile.TM / 4, TN4: tile.TN / 4, ...stagedBlocks(tile) };
  return {
    name,
    rung: 6,
    gpuTile: true,
    summary,
    dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
    plan: (problem) =>
      workgroupTilePlan(problem, tile, 'conv2d/implicit-gemm-vectorized/kernel', {
        ...derived,
        ...vectorsOf(problem),
      }),
  };
}

export default [
  vectorized(
    'implicit-gemm-vectorized',
    'implicit GEMM, 128 pixels × 128 filters a workgroup, all in vectors of four',
    { BM: 128, BN: 128, BK: 16, TM: 8, TN: 8 },
  ),
  vectorized(
    'implicit-gemm-vectorized-64x64',
    '64 pixels × 64 filters a workgroup, 4 × 4 a thread: many workgroups for small problems',
    { BM: 64, BN: 64, BK: 16, TM: 4, TN: 4 },
  ),
];
