import type { KernelVariant } from '@stackbench/model';
import { pipelinedConstants, type PipelinedTile } from '../../pipelined-tile.ts';
import type { GemmProblem } from '../problem.ts';
import { splitTilePlan, vectorRows } from '../tile.ts';

/** Tile rows that blocks at work share: what they read of A and B stays in L2. */
const STRIP = 8;

function pipelined(name: string, summary: string, tile: PipelinedTile): KernelVariant<GemmProblem> {
  const constants = pipelinedConstants(name, tile, false);
  return {
    name,
    rung: 7,
    gpuTile: true,
    summary,
    dataTypes: { cu: ['f32'] },
    cudaArchitecture: { f32: 'sm_80' },
    plan: (problem, dataType, device) =>
      splitTilePlan(problem, dataType, constants, device, {
        source: 'gemm/warp-tile-pipelined/kernel',
        block: [constants.THREADS, 1, 1],
        constants: { ...constants, STRIP, ...vectorRows(problem) },
      }),
  };
}

export default [
  pipelined(
    'warp-tile-pipelined',
    'slices come by asynchronous copies, operands are read a step ahead, and edges leave the main loop',
    { BM: 128, BN: 128, WN: 64, STAGES: 3, BLOCKS: 2 },
  ),
  pipelined(
    'warp-tile-pipelined-256x128',
    'the same with 256 × 128 of C a block: each number from memory is used more often',
    { BM: 256, BN: 128, WN: 64, STAGES: 2, BLOCKS: 1 },
  ),
  pipelined(
    'warp-tile-pipelined-128x64',
    'the same with 128 × 64 of C a block and 8 × 8 a thread: more warps hide what one waits for',
    { BM: 128, BN: 64, WN: 32, STAGES: 3, BLOCKS: 3 },
  ),
  pipelined(
    'warp-tile-pipelined-64x64',
    'the same with 64 × 64 of C a block, so that small problems fill the device',
    { BM: 64, BN: 64, WN: 32, STAGES: 3, BLOCKS: 6 },
  ),
];
