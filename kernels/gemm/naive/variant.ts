import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { checkedTile, tilePlan } from '../tile.ts';

const tile = checkedTile('naive', { BM: 16, BN: 16, TM: 1, TN: 1 });

const naive: KernelVariant<GemmProblem> = {
  name: 'naive',
  rung: 1,
  summary: 'one thread an element of C, neighbours read neighbouring columns of B',
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
  plan: (problem) =>
    tilePlan(problem, tile, {
      source: 'gemm/naive/kernel',
      block: [tile.BN, tile.BM, 1],
      constants: tile,
    }),
};

export default [naive];
