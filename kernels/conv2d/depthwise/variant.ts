import type { KernelPlan, KernelVariant, Unsupported } from '@stackbench/model';
import { channelsLieInFours } from '../geometry.ts';
import { stripHeight, stripPass, WX } from '../pixel-strip.ts';
import type { Conv2dProblem } from '../problem.ts';

/** Pixels below one another that a thread computes. */
const TM = 4;
/** Numbers of filters that a block keeps, 4 bytes each: the shared memory that WebGPU promises, 16 KiB. */
const mostTaps = 4096;
/** For each row of the input, rows of the filter that may meet it: all of these are written out. */
const mostMeetings = 512;

function plan(problem: Conv2dProblem): KernelPlan | Unsupported {
  const { c, k, r, s, groups, layout } = problem;
  if (c !== groups) return { unsupported: 'it is made for one channel a group: groups=c' };
  // Filters that lie together.
  const TN = layout === 'nchw' ? 1 : 4;
  const HEIGHT = stripHeight(problem, TM);
  const mostPlaces = mostTaps / (WX * TN);
  if (r * s > mostPlaces) {
    return {
      unsupported: `it keeps a block's filters in shared memory: r·s=${r * s} is more than ${mostPlaces}`,
    };
  }
  if (r * HEIGHT > mostMeetings) {
    return {
      unsupported: `it is written out for each row of the filter and of the input, ${r} × ${HEIGHT}: more than ${mostMeetings}`,
    };
  }
  const tile = { TM, TN, columns: Math.ceil(k / TN) };
  return {
    passes: [
      stripPass(problem, tile, 'conv2d/depthwise/kernel', {
        VEC4: Number(k === c && channelsLieInFours({ ...problem, groups: 1 })),
      }),
    ],
    workspaces: [],
  };
}

const depthwise: KernelVariant<Conv2dProblem> = {
  name: 'depthwise',
  rung: 2,
  summary: `for one channel a group: ${TM} pixels × 4 filters a thread, each input read once for the rows that it meets`,
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
  plan,
};

export default [depthwise];
