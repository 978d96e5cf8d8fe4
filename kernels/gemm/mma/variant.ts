import { type DataType, i32, type KernelPlan, type KernelVariant } from '@stackbench/model';
import { flatGrid } from '../../flat-grid.ts';
import { liesInChunks, mmaConstants, mmaLaunch, mmaThreads, type MmaTile } from '../../mma-tile.ts';
import type { GemmProblem } from '../problem.ts';

/** Tile rows that blocks at work share: what they read of A and B stays in L2. */
const STRIP = 8;
const warp = { WM: 64, WN: 64 };

function mma(
  name: string,
  summary: string,
  block: { BM: number; BN: number },
): KernelVariant<GemmProblem> {
  return {
    name,
    rung: 9,
    gpuTile: true,
    summary,
    dataTypes: { cu: ['tf32', 'f16', 'bf16'] },
    // Turing's tensor cores multiply f16; the other types came with Ampere.
    cudaArchitecture: { f16: 'sm_75', tf32: 'sm_80', bf16: 'sm_80' },
    plan: (problem, dataType) => plan(problem, dataType, { ...block, ...warp }),
  };
}

function plan(problem: GemmProblem, dataType: DataType, tile: MmaTile): KernelPlan {
  const { m, n, k } = problem;
  return {
    passes: [
      {
        label: 'gemm',
        source: 'gemm/mma/kernel',
        grid: flatGrid(Math.ceil(m / tile.BM) * Math.ceil(n / tile.BN)),
        block: [mmaThreads(tile), 1, 1],
        tensors: ['a', 'b', 'c'],
        scalars: i32(m, n, k),
        constants: {
          ...mmaConstants(tile, dataType, false),
          STRIP,
          A16: liesInChunks(k, dataType),
          B16: liesInChunks(n, dataType),
        },
        cuda: mmaLaunch(tile, dataType, false),
      },
    ],
    workspaces: [],
  };
}

export default [
  mma(
    'mma',
    'mma.sync on slices that asynchronous copies bring, 128 × 256 of C a block; never yet run on hardware',
    { BM: 128, BN: 256 },
  ),
  mma('mma-256x128', 'the same with 256 × 128 of C, for tall matrices; never yet run on hardware', {
    BM: 256,
    BN: 128,
  }),
  mma(
    'mma-128x128',
    'the same with 128 × 128 of C by four warps, so that smaller problems fill the device; never yet run on hardware',
    { BM: 128, BN: 128 },
  ),
];
