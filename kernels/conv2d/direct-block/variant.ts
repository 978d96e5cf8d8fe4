import type { KernelVariant } from '@stackbench/model';
import { type ThreadTile, threadTilePass } from '../geometry.ts';
import { type Conv2dProblem, outputExtents } from '../problem.ts';

const tiles: readonly ThreadTile[] = [
  { TM: 4, TN: 4, THREADS: 64 },
  { TM: 8, TN: 8, THREADS: 64 },
];

function directBlock(tile: ThreadTile): KernelVariant<Conv2dProblem> {
  return {
    name: `direct-block-${tile.TM}x${tile.TN}`,
    rung: 2,
    summary: `${tile.TM} pixels of a row × ${tile.TN} filters a thread, kept in registers`,
    dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
    plan: (problem) => {
      const { p, q } = outputExtents(problem);
      const strips = problem.n * p * Math.ceil(q / tile.TM);
      return {
        passes: [threadTilePass(problem, tile, 'conv2d/direct-block/kernel', strips)],
        workspaces: [],
      };
    },
  };
}

export default tiles.map(directBlock);
