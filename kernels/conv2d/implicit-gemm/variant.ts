import type { KernelVariant } from '@stackbench/model';
import { threadsOf } from '../../gemm/tile.ts';
import type { Conv2dProblem } from '../problem.ts';
import { checkedScalarTile, type WorkgroupTile, workgroupTilePlan } from '../workgroup-tile.ts';

function implicitGemm(
  name: string,
  summary: string,
  shape: WorkgroupTile,
): KernelVariant<Conv2dProblem> {
  const tile = checkedScalarTile(name, shape);
  const { BM, BN, BK } = tile;
  const loads = {
    A_LOADS: (BM * BK) / threadsOf(tile),
    B_LOADS: (BN * BK) / threadsOf(tile),
  };
  return {
    name,
    rung: 5,
    gpuTile: true,
    summary,
    dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
    plan: (problem) => workgroupTilePlan(problem, tile, 'conv2d/implicit-gemm/kernel', loads),
  };
}

export default [
  implicitGemm(
    'implicit-gemm',
    'implicit GEMM on the register tile: 128 pixels × 128 filters a workgroup, gathered as staged',
    { BM: 128, BN: 128, BK: 8, TM: 8, TN: 8 },
  ),
  implicitGemm(
    'implicit-gemm-64x64',
    '64 pixels × 64 filters a workgroup, 8 × 4 a thread: fills better with few filters or pixels',
    { BM: 64, BN: 64, BK: 8, TM: 8, TN: 4 },
  ),
];
