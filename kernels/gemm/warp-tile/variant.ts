import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { checkedTile, tilePlan, vectorRows } from '../tile.ts';

/** Threads of a CUDA warp, for which its tile is cut here. WGSL cuts it for the subgroups that it finds. */
const WARP = 32;

const warp = { WM: 64, WN: 64, TM: 8, TN: 4 };
const workgroup = { BM: 128, BN: 128, BK: 16 };

const threads = (workgroup.BM / warp.WM) * (workgroup.BN / warp.WN) * WARP;
const outputs = (warp.WM * warp.WN) / WARP;

/** Blocks of TM × TN a thread computes, one beside the other across the warp tile. */
const repeats = outputs / (warp.TM * warp.TN);
/** Threads of a warp along one row of blocks. */
const lanesAcross = warp.WN / (warp.TN * repeats);

checkedTile(
  'warp-tile',
  { ...workgroup, TM: warp.TM, TN: warp.TN * repeats },
  {
    'the lanes of a warp cover its tile': lanesAcross * (warp.WM / warp.TM) === WARP,
    'TM divides by four, and TN is a vector of four': warp.TM % 4 === 0 && warp.TN === 4,
  },
);

const warpTile: KernelVariant<GemmProblem> = {
  name: 'warp-tile',
  rung: 6,
  gpuTile: true,
  summary:
    'each warp, or subgroup of any size, owns a part of the workgroup tile, so that its reads stay together',
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
  features: ['subgroups'],
  plan: (problem) =>
    tilePlan(problem, workgroup, {
      source: 'gemm/warp-tile/kernel',
      block: [threads, 1, 1],
      constants: {
        ...workgroup,
        ...warp,
        WARP,
        ACROSS: lanesAcross,
        TM4: warp.TM / 4,
        REPEATS: repeats,
        THREADS: threads,
        ...vectorRows(problem),
      },
    }),
};

export default [warpTile];
