import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { checkedTile, tilePlan } from '../tile.ts';

const tile = checkedTile('shared-tile', { BM: 16, BN: 16, BK: 16, TM: 1, TN: 1 });

const sharedTile: KernelVariant<GemmProblem> = {
  name: 'shared-tile',
  rung: 2,
  summary: 'a workgroup stages slices of A and B in workgroup memory and shares them',
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
  plan: (problem) =>
    tilePlan(problem, tile, {
      source: 'gemm/shared-tile/kernel',
      block: [tile.BN, tile.BM, 1],
      constants: tile,
    }),
};

export default [sharedTile];
