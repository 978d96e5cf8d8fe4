import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { checkedVectorTile, threadsOf, tilePlan, type Tile, vectorRows } from '../tile.ts';

function vectorized(name: string, summary: string, shape: Tile): KernelVariant<GemmProblem> {
  const tile = checkedVectorTile(name, shape);
  const threads = threadsOf(tile);
  const derived = { TM4: tile.TM / 4, TN4: tile.TN / 4, THREADS: threads };
  return {
    name,
    rung: 5,
    gpuTile: true,
    summary,
    dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
    plan: (problem) =>
      tilePlan(problem, tile, {
        source: 'gemm/vectorized/kernel',
        block: [threads, 1, 1],
        constants: { ...tile, ...derived, ...vectorRows(problem) },
      }),
  };
}

export default [
  vectorized('vectorized', 'everything moves in vectors of four, A transposed as it is staged', {
    BM: 128,
    BN: 128,
    BK: 16,
    TM: 8,
    TN: 8,
  }),
  vectorized(
    'vectorized-128x64',
    '128 × 64 of C a workgroup, 8 × 4 a thread: more workgroups and fewer registers',
    { BM: 128, BN: 64, BK: 16, TM: 8, TN: 4 },
  ),
];
