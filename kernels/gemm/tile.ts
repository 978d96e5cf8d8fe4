import {
  BenchError,
  type DataType,
  i32,
  type KernelPass,
  type KernelPlan,
  type PlannedDevice,
} from '@stackbench/model';
import { flatGrid, largestGridExtent } from '../flat-grid.ts';
import { splitPlan, type SplitShape } from '../split-k.ts';
import type { GemmProblem } from './problem.ts';

/** How a tiled kernel cuts the work. All extents count elements. */
export type Tile = {
  /** Rows and columns of C that a workgroup computes. */
  readonly BM: number;
  readonly BN: number;
  /** Rows and columns of C that a thread computes. */
  readonly TM: number;
  readonly TN: number;
  /** Depth of the slices of A and B that are staged in workgroup memory, where they are. */
  readonly BK?: number;
};

/** Static shared memory of a CUDA block: 48 KiB. */
const largestWorkgroupBytes = 48 * 1024;

/** Threads of a CUDA block, and of a WebGPU workgroup on most adapters. */
const largestWorkgroup = 1024;

/** Threads of a workgroup: one for each TM × TN block of its tile. */
export function threadsOf({ BM, BN, TM, TN }: Tile): number {
  return (BM / TM) * (BN / TN);
}

/** Bytes of workgroup memory for a BM × BK slice of A and a BK × BN slice of B, stored as f32. */
function stagedBytesOf({ BM, BN, BK = 0 }: Tile): number {
  return 4 * BK * (BM + BN);
}

/**
 * Returns `tile` when it can be built: what a source would assert of its own constants. A family
 * with rules of its own adds them, in words.
 * @throws BenchError naming the first broken rule
 */
export function checkedTile<T extends Tile>(
  name: string,
  tile: T,
  more: Readonly<Record<string, boolean>> = {},
): T {
  const rules: Record<string, boolean> = {
    'every constant is a positive integer': Object.values(tile).every(
      (value) => Number.isInteger(value) && value > 0,
    ),
    'BM is a multiple of TM': tile.BM % tile.TM === 0,
    'BN is a multiple of TN': tile.BN % tile.TN === 0,
    [`a workgroup has at most ${largestWorkgroup} threads`]: threadsOf(tile) <= largestWorkgroup,
    [`A and B are staged in at most ${largestWorkgroupBytes} bytes`]:
      stagedBytesOf(tile) <= largestWorkgroupBytes,
    ...more,
  };
  for (const [rule, holds] of Object.entries(rules)) {
    if (!holds) throw new BenchError(`${name} has a broken tile rule: ${rule}`);
  }
  return tile;
}

/** A tile whose threads move everything in vectors of four. */
export function checkedVectorTile<T extends Tile>(name: string, tile: T): T {
  return checkedTile(name, tile, {
    'TM, TN and BK divide by four': [tile.TM, tile.TN, tile.BK ?? 4].every((x) => x % 4 === 0),
  });
}

/**
 * Whether the rows of A (length K), and those of B and C (length N), can be read as vectors of
 * four: 1 or 0, as constants of a pass.
 */
export function vectorRows({ n, k }: GemmProblem) {
  return { A4: Number(k % 4 === 0), B4: Number(n % 4 === 0) };
}

/**
 * One workgroup for each BM × BN tile of C, row by row. Kernels find their tile from
 * `y · (workgroups along x) + x`, so that a matrix with too many tiles along one side is folded.
 */
export function tileGrid(
  { m, n }: GemmProblem,
  { BM, BN }: Pick<Tile, 'BM' | 'BN'>,
): readonly [number, number, number] {
  const across = Math.ceil(n / BN);
  const down = Math.ceil(m / BM);
  if (across <= largestGridExtent && down <= largestGridExtent) return [across, down, 1];
  return flatGrid(across * down);
}

type TilePass = Pick<KernelPass, 'source' | 'block' | 'constants' | 'cuda'>;

/** The plan of a kernel that computes C in one pass, a workgroup a tile. */
export function tilePlan(
  problem: GemmProblem,
  tile: Pick<Tile, 'BM' | 'BN'>,
  pass: TilePass,
): KernelPlan {
  return { passes: [passOfTiles(problem, tile, pass)], workspaces: [] };
}

/** The plan of one that splits K where C has few tiles and K is deep, see {@link splitPlan}. */
export function splitTilePlan(
  problem: GemmProblem,
  dataType: DataType,
  tile: Pick<Tile, 'BM' | 'BN'> & SplitShape,
  device: PlannedDevice | undefined,
  pass: TilePass,
  gridOf?: (parts: number) => KernelPass['grid'],
): KernelPlan {
  const { m, n, k } = problem;
  const tiles = Math.ceil(m / tile.BM) * Math.ceil(n / tile.BN);
  const work = { tiles, depth: k, elements: m * n, dataType };
  return splitPlan(passOfTiles(problem, tile, pass), work, tile, device, gridOf);
}

function passOfTiles(
  problem: GemmProblem,
  tile: Pick<Tile, 'BM' | 'BN'>,
  pass: TilePass,
): KernelPass {
  return {
    label: 'gemm',
    ...pass,
    grid: tileGrid(problem, tile),
    tensors: ['a', 'b', 'c'],
    scalars: i32(problem.m, problem.n, problem.k),
  };
}
