import type { KernelVariant } from '@stackbench/model';
import type { WgmmaTile } from '../../wgmma-tile.ts';
import type { GemmProblem } from '../problem.ts';
import { wgmmaPlan } from '../wgmma-plan.ts';

/** Tile rows that blocks at work share: what they read of A and B stays in L2. */
const STRIP = 4;

function transposed(name: string, summary: string, tile: WgmmaTile): KernelVariant<GemmProblem> {
  return {
    name,
    rung: 10,
    summary,
    dataTypes: { cu: ['tf32'] },
    cudaArchitecture: { tf32: 'sm_90a' },
    plan: (problem, dataType, device) =>
      wgmmaPlan(problem, dataType, { ...tile, STRIP }, 'gemm/wgmma-transposed/kernel', device),
  };
}

export default [
  transposed(
    'wgmma-transposed',
    'Hopper in TF32: 256 × 128 of C turned, with B from registers, as only rows along K are read from shared memory; never yet run on hardware',
    { BM: 256, BN: 128, STAGES: 4 },
  ),
  transposed(
    'wgmma-transposed-128x128',
    'the same with 128 × 128 of C, so that smaller problems fill the device; never yet run on hardware',
    { BM: 128, BN: 128, STAGES: 6 },
  ),
];
