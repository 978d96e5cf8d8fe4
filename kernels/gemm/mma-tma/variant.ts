import type { DataType, KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { wgmmaPlanOfStages } from '../wgmma-plan.ts';

/** Tile rows that blocks at work share: what they read of A and B stays in L2. */
const STRIP = 8;
/** More are not waited for. */
const mostStages = 4;

/** How a block cuts the work: eight warps multiply WM × WN each. */
interface Shape {
  BM: number;
  BN: number;
  WM: number;
  WN: number;
}

function mmaTma(
  name: string,
  summary: string,
  dataTypes: readonly DataType[],
  shape: Shape,
): KernelVariant<GemmProblem> {
  return {
    name,
    rung: 9,
    gpuTile: true,
    summary,
    dataTypes: { cu: dataTypes },
    cudaArchitecture: { tf32: 'sm_90a+', f16: 'sm_90a+', bf16: 'sm_90a+' },
    plan: (problem, dataType, device) =>
      wgmmaPlanOfStages(
        problem,
        dataType,
        { ...shape, STRIP },
        'gemm/mma-tma/kernel',
        mostStages,
        device,
      ),
  };
}

export default [
  mmaTma(
    'mma-tma',
    'mma.sync on slices that the copy engine brings, 128 × 256 of C a block; never yet run on hardware',
    ['f16', 'bf16'],
    { BM: 128, BN: 256, WM: 64, WN: 64 },
  ),
  mmaTma(
    'mma-tma-128x128',
    'the same with 128 × 128 of C, so that smaller problems fill the device; never yet run on hardware',
    // Of the larger tile, TF32 would need more registers than a thread has on sm_90a.
    ['tf32', 'f16', 'bf16'],
    { BM: 128, BN: 128, WM: 32, WN: 64 },
  ),
];
