import { i32, type KernelPlan, type KernelVariant, type Unsupported } from '@stackbench/model';
import { largestGridExtent } from '../../flat-grid.ts';
import type { GemmProblem } from '../problem.ts';

/** A warpgroup multiplies 64 rows at a time; two of them consume what a third produces. */
const BM = 128;
/** One swizzled row of 128 bytes of A. */
const BK = 64;
const THREADS = 384;
const elementBytes = 2;
const barrierBytes = 8;
/** Swizzled tiles begin on a boundary of this; dynamic shared memory need not. */
const coreBytes = 1024;

/** Tile rows that blocks at work share: what they read of A and B stays in L2. */
const STRIP = 8;

/** TMA reads rows that begin on a boundary of this. */
const rowBytes = 16;

interface Shape {
  BN: 128 | 256;
  /** Slices in shared memory at a time. */
  STAGES: number;
}

function wgmma(name: string, summary: string, shape: Shape): KernelVariant<GemmProblem> {
  return {
    name,
    rung: 10,
    summary,
    dataTypes: { cu: ['f16', 'bf16'] },
    cudaArchitecture: { f16: 'sm_90a', bf16: 'sm_90a' },
    plan: (problem) => plan(problem, shape),
  };
}

function plan({ m, n, k }: GemmProblem, { BN, STAGES }: Shape): KernelPlan | Unsupported {
  const multiple = rowBytes / elementBytes;
  if (n % multiple !== 0 || k % multiple !== 0) {
    return { unsupported: `TMA needs n and k to be multiples of ${multiple}` };
  }
  const tiles = Math.ceil(m / BM) * Math.ceil(n / BN);
  return {
    passes: [
      {
        label: 'gemm',
        source: 'gemm/wgmma/kernel',
        grid: [Math.min(tiles, largestGridExtent), 1, 1],
        block: [THREADS, 1, 1],
        tensors: ['a', 'b', 'c'],
        scalars: i32(m, n, k),
        constants: { BM, BN, BK, STAGES, STRIP, THREADS },
        cuda: {
          // Its shared memory and registers leave no room for a second.
          residentBlocks: 1,
          dynamicSharedBytes:
            coreBytes + STAGES * ((BM + BN) * BK * elementBytes + 2 * barrierBytes),
          tensorMaps: {
            a: { extents: [k, m], box: [BK, BM], swizzleBytes: 128 },
            b: { extents: [n, k], box: [BK, BK], swizzleBytes: 128 },
          },
        },
      },
    ],
    workspaces: [],
  };
}

export default [
  wgmma(
    'wgmma',
    'Hopper: warpgroups multiply 128 × 256 of C from shared memory that TMA fills; never yet run on hardware',
    { BN: 256, STAGES: 4 },
  ),
  wgmma(
    'wgmma-128x128',
    'the same with 128 × 128 of C, so that smaller problems fill the device; never yet run on hardware',
    { BN: 128, STAGES: 6 },
  ),
];
