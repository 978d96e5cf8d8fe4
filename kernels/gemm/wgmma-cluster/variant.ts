import {
  type DataType,
  i32,
  type KernelPlan,
  type KernelVariant,
  type Unsupported,
} from '@stackbench/model';
import { largestGridExtent } from '../../flat-grid.ts';
import {
  barrierBytes,
  CONSUMERS,
  sliceBytes,
  swizzleBytes,
  type WgmmaTile,
  wgmmaThreads,
} from '../../wgmma-tile.ts';
import type { GemmProblem } from '../problem.ts';
import { unreadableRows } from '../wgmma-plan.ts';

/** Blocks that share what they load of B. */
const CLUSTER = 2;
const elementBytes = 2;
/** One swizzled row: products of a slice, columns of a box of B and of C, and rows of C that are stored at a time. */
const run = swizzleBytes / elementBytes;

/** Tile rows of clusters that blocks at work share: what they read of A and B stays in L2. */
const STRIP = 4;

interface Shape extends WgmmaTile {
  /** 1: a tile for each consumer, and they take turns; 0: they share one. */
  PING_PONG: 0 | 1;
}

function cluster(name: string, summary: string, shape: Shape): KernelVariant<GemmProblem> {
  return {
    name,
    rung: 11,
    summary,
    dataTypes: { cu: ['f16', 'bf16'] },
    cudaArchitecture: { f16: 'sm_90a', bf16: 'sm_90a' },
    plan: (problem, dataType) => plan(problem, dataType, shape),
  };
}

function plan(problem: GemmProblem, dataType: DataType, shape: Shape): KernelPlan | Unsupported {
  const unreadable = unreadableRows(problem, dataType);
  if (unreadable !== null) return unreadable;
  const { m, n, k } = problem;
  const { BM, BN, PING_PONG } = shape;
  const clusters = Math.ceil(m / (CLUSTER * BM)) * Math.ceil(n / BN);
  const resultBytes = (PING_PONG ? CONSUMERS : 1) * BM * BN * elementBytes;
  return {
    passes: [
      {
        label: 'gemm',
        source: 'gemm/wgmma-cluster/kernel',
        grid: [Math.min(clusters, Math.floor(largestGridExtent / CLUSTER)) * CLUSTER, 1, 1],
        block: [wgmmaThreads, 1, 1],
        tensors: ['a', 'b', 'c'],
        scalars: i32(m, n, k),
        constants: { ...shape, BK: run, STRIP, THREADS: wgmmaThreads },
        cuda: {
          // Its shared memory and registers leave no room for a second.
          residentBlocks: 1,
          clusterBlocks: CLUSTER,
          dynamicSharedBytes: sliceBytes(shape) + resultBytes + CONSUMERS * barrierBytes,
          tensorMaps: {
            a: { extents: [k, m], box: [run, BM], swizzleBytes },
            b: { extents: [n, k], box: [run, run / CLUSTER], swizzleBytes },
            c: { extents: [n, m], box: [run, run], swizzleBytes },
          },
        },
      },
    ],
    workspaces: [],
  };
}

export default [
  cluster(
    'wgmma-cluster',
    'two blocks share what they load of B, and results leave while the next tile is multiplied; never yet run on hardware',
    { BM: 128, BN: 256, STAGES: 3, PING_PONG: 0 },
  ),
  cluster(
    'wgmma-cluster-128x192',
    'the same with 128 × 192 of C a block, for sizes that divide better so; never yet run on hardware',
    { BM: 128, BN: 192, STAGES: 4, PING_PONG: 0 },
  ),
  cluster(
    'wgmma-cluster-128x128',
    'the same with 128 × 128 of C a block, so that smaller problems fill the device; never yet run on hardware',
    { BM: 128, BN: 128, STAGES: 6, PING_PONG: 0 },
  ),
  cluster(
    'wgmma-ping-pong',
    'the same with 128 × 128 of C a warpgroup, one multiplying while the other stores; never yet run on hardware',
    { BM: 128, BN: 128, STAGES: 5, PING_PONG: 1 },
  ),
  cluster(
    'wgmma-ping-pong-64x256',
    'the same with 64 × 256 of C a warpgroup, which asks less of shared memory; never yet run on hardware',
    { BM: 64, BN: 256, STAGES: 4, PING_PONG: 1 },
  ),
];
