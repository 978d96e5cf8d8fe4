import { BenchError, type KernelPlan } from '@stackbench/model';
import { flatGrid } from '../flat-grid.ts';
import { threadsOf, type Tile } from '../gemm/tile.ts';
import { channelsLieInFours, shapeScalars } from './geometry.ts';
import { type Conv2dProblem, outputExtents } from './problem.ts';

/** GEMM's tile with M = N·P·Q pixels, N = K filters of one group, slices of BK of the C·R·S products. */
export type WorkgroupTile = Required<Tile>;

/** What `implicit-gemm` asserts of its tile: a thread loads for the same pixels in every step. */
export function checkedScalarTile(name: string, tile: WorkgroupTile): WorkgroupTile {
  const threads = threadsOf(tile);
  return checked(name, tile, {
    'threads are a multiple of BM and of BK': threads % tile.BM === 0 && threads % tile.BK === 0,
    'all threads load equally many elements of each slice':
      (tile.BM * tile.BK) % threads === 0 && (tile.BN * tile.BK) % threads === 0,
  });
}

/** What `implicit-gemm-vectorized` asserts: at most one 4 × 4 block of each slice a thread. */
export function checkedQuadTile(name: string, tile: WorkgroupTile): WorkgroupTile {
  const { A_BLOCKS, B_BLOCKS } = stagedBlocks(tile);
  return checked(name, tile, {
    'BM, BN, BK, TM and TN divide by 4': Object.values(tile).every((value) => value % 4 === 0),
    'a thread stages at most one block of each slice':
      Math.max(A_BLOCKS, B_BLOCKS) <= threadsOf(tile),
  });
}

function checked(
  name: string,
  tile: WorkgroupTile,
  rules: Readonly<Record<string, boolean>>,
): WorkgroupTile {
  const all = {
    'BM is a multiple of TM, BN of TN': tile.BM % tile.TM === 0 && tile.BN % tile.TN === 0,
    ...rules,
  };
  for (const [rule, holds] of Object.entries(all)) {
    if (!holds) throw new BenchError(`conv2d/${name}: broken tile rule: ${rule}`);
  }
  return tile;
}

/** 4 × 4 blocks in a slice of patches and in one of filters. */
export function stagedBlocks({ BM, BN, BK }: WorkgroupTile) {
  return { A_BLOCKS: (BM * BK) / 16, B_BLOCKS: (BN * BK) / 16 };
}

/**
 * One workgroup for each BM pixels × BN filters of a group. The kernel takes products apart by the
 * filter's extents, which are constants so that this needs no real division.
 */
export function workgroupTilePlan(
  problem: Conv2dProblem,
  tile: WorkgroupTile,
  source: string,
  constants: Readonly<Record<string, number>>,
): KernelPlan {
  const { n, c, k, r, s, groups, layout } = problem;
  const { p, q } = outputExtents(problem);
  const filterTiles = groups * Math.ceil(k / groups / tile.BN);
  const THREADS = threadsOf(tile);
  return {
    passes: [
      {
        label: 'conv2d',
        source,
        grid: flatGrid(filterTiles * Math.ceil((n * p * q) / tile.BM)),
        block: [THREADS, 1, 1],
        tensors: ['x', 'w', 'y'],
        scalars: shapeScalars(problem),
        constants: {
          ...tile,
          ...constants,
          THREADS,
          CHANNELS: c / groups,
          R: r,
          S: s,
          NCHW: layout === 'nchw' ? 1 : 0,
        },
      },
    ],
    workspaces: [],
  };
}

/** Where vectors of four lie in memory: 1 or 0, as constants of a pass. */
export function vectorsOf(problem: Conv2dProblem) {
  const { c, k, r, s, groups, layout } = problem;
  return {
    X4: Number(channelsLieInFours(problem)),
    W4: Number(((c / groups) * r * s) % 4 === 0),
    Y4: Number(layout === 'nhwc' && (k / groups) % 4 === 0),
  };
}
