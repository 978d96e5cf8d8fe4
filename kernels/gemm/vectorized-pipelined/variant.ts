import { type DataType, dataTypeTraits, type KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { checkedTile, threadsOf, vectorRows, splitTilePlan } from '../tile.ts';

/** Bytes of a row of A's slice: as deep as 128 × 128 of C allow in 16 KiB, which every adapter gives a workgroup. */
const DEPTH_BYTES = 32;

interface Shape {
  BM: number;
  BN: number;
  TM: number;
  TN: number;
  /** Workgroups that a multiprocessor is to hold at a time. */
  BLOCKS: number;
}

function pipelined(name: string, summary: string, shape: Shape): KernelVariant<GemmProblem> {
  const wgsl: readonly DataType[] = ['f32', 'f16'];
  const constants = new Map(wgsl.map((dataType) => [dataType, constantsOf(name, shape, dataType)]));
  return {
    name,
    rung: 7,
    gpuTile: true,
    summary,
    dataTypes: { wgsl },
    plan: (problem, dataType, device) => {
      const tile = constants.get(dataType)!;
      return splitTilePlan(problem, dataType, { ...shape, BK: tile.BK }, device, {
        source: 'gemm/vectorized-pipelined/kernel',
        block: [tile.THREADS, 1, 1],
        constants: { ...tile, ...vectorRows(problem) },
      });
    },
  };
}

function constantsOf(name: string, { BM, BN, TM, TN }: Shape, dataType: DataType) {
  const BK = DEPTH_BYTES / dataTypeTraits(dataType).bytes;
  const tile = { BM, BN, BK, TM, TN };
  const THREADS = threadsOf(tile);
  const A_QUADS = (BM * BK) / 4 / THREADS;
  const B_QUADS = (BK * BN) / 4 / THREADS;
  checkedTile(name, tile, {
    'TN and BK divide by four': TN % 4 === 0 && BK % 4 === 0,
    'all threads bring equally many vectors': [A_QUADS, B_QUADS].every(Number.isInteger),
    'a workgroup has at most 256 threads': THREADS <= 256,
    'two slices of A and B fit into 16 KiB': 2 * DEPTH_BYTES * (BM + BN) <= 16 * 1024,
  });
  return { ...tile, TN4: TN / 4, THREADS, A_QUADS, B_QUADS };
}

export default [
  pipelined(
    'vectorized-pipelined',
    'the next slices are read into registers while this one is multiplied; deep K is split',
    { BM: 128, BN: 128, TM: 8, TN: 8, BLOCKS: 2 },
  ),
  pipelined(
    'vectorized-pipelined-64x64',
    'the same with 64 × 64 of C a workgroup and 8 × 4 a thread, so that small problems fill the device',
    { BM: 64, BN: 64, TM: 8, TN: 4, BLOCKS: 4 },
  ),
];
