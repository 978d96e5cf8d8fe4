import type { DataType, KernelPlan, KernelVariant, PlannedDevice } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { splitTilePlan, vectorRows } from '../tile.ts';

const THREADS = 256;

/** Rows of A that share what is read of B; with more, their sums do not fit into 16 KiB of workgroup memory. */
const mostRows = 4;

/** Vectors of columns: 128 bytes of B's f32 side by side, a line of every cache. */
const mostQuads = 8;

/** Workgroups that a multiprocessor is to hold at a time. */
const BLOCKS = 8;

function plan(
  problem: GemmProblem,
  dataType: DataType,
  device: PlannedDevice | undefined,
  SUBGROUPS: 0 | 1,
): KernelPlan {
  const ROWS = powerOfTwo(problem.m, mostRows);
  const QUADS = powerOfTwo(Math.ceil(problem.n / 4), mostQuads);
  const tile = { BM: ROWS, BN: 4 * QUADS, BK: 4 * (THREADS / QUADS), BLOCKS };
  const { BM, BN } = tile;
  return splitTilePlan(problem, dataType, tile, device, {
    source: 'gemm/matrix-vector-subgroup/kernel',
    block: [THREADS, 1, 1],
    constants: { BM, BN, ROWS, QUADS, THREADS, SUBGROUPS, ...vectorRows(problem) },
  });
}

/** The least one that is not below `least`; at most `most`. */
function powerOfTwo(least: number, most: number): number {
  return Math.min(most, 2 ** Math.ceil(Math.log2(least)));
}

const common = { rung: 12, dataTypes: { wgsl: ['f32', 'f16'] } } as const;

const matrixVector: KernelVariant<GemmProblem> = {
  ...common,
  name: 'matrix-vector-workgroup',
  summary:
    'for few rows: B is read once, by threads side by side and along K, which add up at the end',
  plan: (problem, dataType, device) => plan(problem, dataType, device, 0),
};

const matrixVectorSubgroups: KernelVariant<GemmProblem> = {
  ...common,
  name: 'matrix-vector-subgroup',
  summary: 'the same, added up by exchanging registers within subgroups of any size',
  features: ['subgroups'],
  plan: (problem, dataType, device) => plan(problem, dataType, device, 1),
};

export default [matrixVector, matrixVectorSubgroups];
