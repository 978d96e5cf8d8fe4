import type { KernelVariant } from '@stackbench/model';
import { pipelinedConstants, type PipelinedTile } from '../../pipelined-tile.ts';
import { gatheredPlan } from '../gathered-plan.ts';
import type { Conv2dProblem } from '../problem.ts';

function pipelined(
  name: string,
  summary: string,
  tile: PipelinedTile,
): KernelVariant<Conv2dProblem> {
  const constants = pipelinedConstants(name, tile, true);
  return {
    name,
    rung: 7,
    gpuTile: true,
    summary,
    dataTypes: { cu: ['f32'] },
    cudaArchitecture: { f32: 'sm_80' },
    plan: (problem, dataType, device) =>
      gatheredPlan(problem, dataType, constants, device, {
        source: 'conv2d/implicit-gemm-pipelined/kernel',
        block: [constants.THREADS, 1, 1],
        constants: { ...constants, Y4: Number((problem.k / problem.groups) % 4 === 0) },
      }),
  };
}

export default [
  pipelined(
    'implicit-gemm-pipelined',
    'implicit GEMM, 128 pixels × 128 filters a block: slices come by asynchronous copies, NHWC; never yet run on hardware',
    { BM: 128, BN: 128, WN: 64, STAGES: 3, BLOCKS: 2 },
  ),
  pipelined(
    'implicit-gemm-pipelined-128x64',
    'the same with 128 pixels × 64 filters, for layers of few filters; never yet run on hardware',
    { BM: 128, BN: 64, WN: 32, STAGES: 3, BLOCKS: 3 },
  ),
  pipelined(
    'implicit-gemm-pipelined-64x64',
    'the same with 64 pixels × 64 filters, so that small images fill the device; never yet run on hardware',
    { BM: 64, BN: 64, WN: 32, STAGES: 3, BLOCKS: 6 },
  ),
];
