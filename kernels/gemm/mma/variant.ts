import {
  type DataType,
  type KernelPlan,
  type KernelVariant,
  type PlannedDevice,
} from '@stackbench/model';
import { liesInChunks, mmaConstants, mmaLaunch } from '../../mma-tile.ts';
import type { GemmProblem } from '../problem.ts';
import { splitTilePlan } from '../tile.ts';

/** Tile rows that blocks at work share: what they read of A and B stays in L2. */
const STRIP = 8;
const warp = { WM: 64, WN: 64 };

/** How a block cuts the work, and how many blocks a multiprocessor is to hold at a time. */
interface Shape {
  BM: number;
  BN: number;
  BLOCKS: number;
}

function mma(name: string, summary: string, shape: Shape): KernelVariant<GemmProblem> {
  return {
    name,
    rung: 9,
    gpuTile: true,
    summary,
    dataTypes: { cu: ['tf32', 'f16', 'bf16'] },
    // Turing's tensor cores multiply f16; the other types came with Ampere.
    cudaArchitecture: { f16: 'sm_75', tf32: 'sm_80', bf16: 'sm_80' },
    plan: (problem, dataType, device) => plan(problem, dataType, shape, device),
  };
}

function plan(
  problem: GemmProblem,
  dataType: DataType,
  { BM, BN, BLOCKS }: Shape,
  device: PlannedDevice | undefined,
): KernelPlan {
  const tile = { BM, BN, ...warp };
  const constants = mmaConstants(tile, dataType, false);
  const shape = { BM, BN, BK: constants.BK, BLOCKS };
  return splitTilePlan(problem, dataType, shape, device, {
    source: 'gemm/mma/kernel',
    block: [constants.THREADS, 1, 1],
    constants: {
      ...constants,
      STRIP,
      A16: liesInChunks(problem.k, dataType),
      B16: liesInChunks(problem.n, dataType),
    },
    cuda: mmaLaunch(tile, dataType, false),
  });
}

export default [
  mma(
    'mma',
    'mma.sync on slices that asynchronous copies bring, 128 × 256 of C a block; never yet run on hardware',
    { BM: 128, BN: 256, BLOCKS: 1 },
  ),
  mma('mma-256x128', 'the same with 256 × 128 of C, for tall matrices; never yet run on hardware', {
    BM: 256,
    BN: 128,
    BLOCKS: 1,
  }),
  mma(
    'mma-128x128',
    'the same with 128 × 128 of C by four warps, so that smaller problems fill the device; never yet run on hardware',
    { BM: 128, BN: 128, BLOCKS: 2 },
  ),
];
