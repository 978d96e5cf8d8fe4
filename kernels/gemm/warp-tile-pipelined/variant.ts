import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { checkedTile, splitTilePlan, vectorRows } from '../tile.ts';

const WARP = 32;

/** A thread computes two vectors of rows, 32 rows apart. */
const TM = 8;
const WM = 64;

/** Threads of a warp along a row of its tile. */
const ACROSS = WARP / (WM / TM);

/** Tile rows that blocks at work share: what they read of A and B stays in L2. */
const STRIP = 8;

interface Shape {
  BM: number;
  BN: number;
  /** Columns of a warp's tile. */
  WN: 32 | 64;
  /** Slices of B in shared memory at a time. */
  STAGES: number;
  /** Blocks that a multiprocessor is to hold at a time. */
  BLOCKS: number;
}

function pipelined(name: string, summary: string, shape: Shape): KernelVariant<GemmProblem> {
  const { BM, BN, WN } = shape;
  const BK = 16;
  const TN = WN / ACROSS;
  const THREADS = (BM / WM) * (BN / WN) * WARP;
  checkedTile(
    name,
    { BM, BN, BK, TM, TN },
    {
      'warps cover the tile': BM % WM === 0 && BN % WN === 0,
      'two slices of A and STAGES of B fit into 48 KiB':
        4 * BK * (2 * BM + shape.STAGES * BN) <= 48 * 1024,
    },
  );
  return {
    name,
    rung: 7,
    gpuTile: true,
    summary,
    dataTypes: { cu: ['f32'] },
    cudaArchitecture: { f32: 'sm_80' },
    plan: (problem, dataType, device) =>
      splitTilePlan(problem, dataType, { ...shape, BK }, device, {
        source: 'gemm/warp-tile-pipelined/kernel',
        block: [THREADS, 1, 1],
        constants: { ...shape, BK, WM, TM, TN, ACROSS, THREADS, STRIP, ...vectorRows(problem) },
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
