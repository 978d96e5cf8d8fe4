import type { KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { checkedVectorTile, threadsOf, tilePlan, vectorRows } from '../tile.ts';

/** Outputs a thread, rows × columns; a workgroup covers 64 × 64 with them. */
const blocks = [
  { TM: 4, TN: 4 },
  { TM: 8, TN: 8 },
  { TM: 16, TN: 16 },
  { TM: 16, TN: 32 },
];

function registerBlock({ TM, TN }: (typeof blocks)[number]): KernelVariant<GemmProblem> {
  const name = `register-block-${TM}x${TN}`;
  const tile = checkedVectorTile(name, { BM: 64, BN: 64, TM, TN });
  return {
    name,
    rung: 3,
    summary: `a thread keeps ${TM} × ${TN} elements of C in registers; no workgroup memory`,
    dataTypes: { wgsl: ['f32', 'f16'] },
    plan: (problem) =>
      tilePlan(problem, tile, {
        source: 'gemm/register-block/kernel',
        block: [threadsOf(tile), 1, 1],
        constants: { ...tile, TN4: TN / 4, THREADS: threadsOf(tile), ...vectorRows(problem) },
      }),
  };
}

export default blocks.map(registerBlock);
