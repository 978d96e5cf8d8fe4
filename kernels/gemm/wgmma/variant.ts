import type { KernelVariant } from '@stackbench/model';
import type { WgmmaTile } from '../../wgmma-tile.ts';
import type { GemmProblem } from '../problem.ts';
import { wgmmaPlan } from '../wgmma-plan.ts';

/** Tile rows that blocks at work share: what they read of A and B stays in L2. */
const STRIP = 8;

function wgmma(name: string, summary: string, tile: WgmmaTile): KernelVariant<GemmProblem> {
  return {
    name,
    rung: 10,
    summary,
    dataTypes: { cu: ['f16', 'bf16'] },
    cudaArchitecture: { f16: 'sm_90a', bf16: 'sm_90a' },
    plan: (problem, dataType, device) =>
      wgmmaPlan(problem, dataType, { ...tile, STRIP }, 'gemm/wgmma/kernel', device),
  };
}

export default [
  wgmma(
    'wgmma',
    'Hopper: warpgroups multiply 128 × 256 of C from shared memory that TMA fills; never yet run on hardware',
    { BM: 128, BN: 256, STAGES: 4 },
  ),
  wgmma(
    'wgmma-128x128',
    'the same with 128 × 128 of C, so that smaller problems fill the device; never yet run on hardware',
    { BM: 128, BN: 128, STAGES: 6 },
  ),
];
