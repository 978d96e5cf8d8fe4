import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { checkedTile, threadsOf, tilePlan, type Tile } from '../tile.ts';

function registerTile(name: string, summary: string, shape: Tile): KernelVariant<GemmProblem> {
  const tile = checkedTile(name, shape);
  const threads = threadsOf(tile);
  return {
    name,
    rung: 4,
    gpuTile: true,
    summary,
    dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
    plan: (problem) =>
      tilePlan(problem, tile, {
        source: 'gemm/register-tile/kernel',
        block: [threads, 1, 1],
        constants: { ...tile, THREADS: threads },
      }),
  };
}

export default [
  registerTile(
    'register-tile',
    '128 × 128 of C a workgroup from workgroup memory, 8 × 8 a thread in registers',
    { BM: 128, BN: 128, BK: 8, TM: 8, TN: 8 },
  ),
  registerTile(
    'register-tile-64x64',
    '64 × 64 of C a workgroup, so that small problems fill the device',
    { BM: 64, BN: 64, BK: 8, TM: 8, TN: 8 },
  ),
];
