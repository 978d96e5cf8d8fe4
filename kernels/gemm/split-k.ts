import {
  type DataType,
  dataTypeTraits,
  i32,
  type KernelPass,
  type KernelPlan,
  type PlannedDevice,
} from '@stackbench/model';
import { flatGrid, largestGridExtent } from '../flat-grid.ts';
import type { GemmProblem } from './problem.ts';
import { type Tile, tileGrid } from './tile.ts';

/** How a kernel cuts a product, and what of it runs at a time. */
export interface SplitTile extends Pick<Tile, 'BM' | 'BN'> {
  /** Products of a slice. */
  BK: number;
  /** Blocks that a multiprocessor holds at a time. */
  BLOCKS: number;
}

/** Where no device is known: as of a usual one. */
const usualMultiprocessors = 100;

/** Products that are worth a block of their own: fewer are done sooner than their sums are added up. */
const leastSpan = 256;

/** Products that each part of K has, the last one perhaps fewer: whole slices. All of K where it is not split. */
export function spanOf(
  { m, n, k }: GemmProblem,
  { BM, BN, BK, BLOCKS }: SplitTile,
  device: PlannedDevice | undefined,
): number {
  const tiles = Math.ceil(m / BM) * Math.ceil(n / BN);
  const atOnce = (device?.multiprocessors ?? usualMultiprocessors) * BLOCKS;
  const parts = Math.min(Math.floor(atOnce / tiles), Math.floor(k / leastSpan), largestGridExtent);
  return Math.ceil(k / Math.max(1, parts) / BK) * BK;
}

/**
 * The plan of a kernel that can split K: where C has too few tiles to keep the device busy, and K is deep,
 * blocks of layer z of the grid add up products from z · span on. Their sums, f32 whatever the data type,
 * go to a workspace, one matrix after another, and a second pass adds these up. The kernel's scalars are m, n, k and span.
 * Kernels whose blocks stay for several tiles say how many there are of them.
 */
export function splitPlan(
  problem: GemmProblem,
  dataType: DataType,
  span: number,
  tile: Pick<Tile, 'BM' | 'BN'>,
  pass: Pick<KernelPass, 'source' | 'block' | 'constants' | 'cuda'>,
  gridOf: (parts: number) => KernelPass['grid'] = (parts) => layeredGrid(problem, tile, parts),
): KernelPlan {
  const { m, n, k } = problem;
  const parts = Math.ceil(k / span);
  const output = parts === 1 ? 'c' : 'sums';
  const product: KernelPass = {
    label: 'gemm',
    ...pass,
    grid: gridOf(parts),
    tensors: ['a', 'b', output],
    scalars: i32(m, n, k, span),
  };
  if (parts === 1) return { passes: [product], workspaces: [] };
  // Workspaces are counted in elements of the data type.
  const words = 4 / dataTypeTraits(dataType).bytes;
  return {
    passes: [product, sumPass(problem, parts)],
    workspaces: [{ name: output, shape: [parts, m, n, words] }],
  };
}

function layeredGrid(
  problem: GemmProblem,
  tile: Pick<Tile, 'BM' | 'BN'>,
  parts: number,
): KernelPass['grid'] {
  const [x, y] = tileGrid(problem, tile);
  return [x, y, parts];
}

/** Threads of a block of the pass that adds up, and elements that each of them writes. */
const THREADS = 256;
const vector = 4;

function sumPass({ m, n }: GemmProblem, parts: number): KernelPass {
  const VEC4 = Number((m * n) % vector === 0);
  return {
    label: 'sum',
    source: 'gemm/sum-parts',
    grid: flatGrid(Math.ceil((m * n) / (THREADS * vector))),
    block: [THREADS, 1, 1],
    tensors: ['sums', 'c'],
    scalars: i32(m * n, parts),
    constants: { THREADS, VEC4 },
  };
}
