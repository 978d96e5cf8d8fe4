import type { KernelPlan, KernelVariant, Unsupported } from '@stackbench/model';
import { flatGrid } from '../../flat-grid.ts';
import { channelsLieInFours, shapeScalars } from '../geometry.ts';
import { type Conv2dProblem, outputExtents } from '../problem.ts';

/** Pixels below one another that a thread computes. */
const TM = 4;
/** A block has 8 columns of filters, in NHWC a cache line of f32, and 32 strips of pixels, in NCHW a cache line of it. */
const WX = 8;
const WY = 32;
/** Numbers of filters that a block keeps, 4 bytes each: the shared memory that WebGPU promises, 16 KiB. */
const mostTaps = 4096;
/** For each row of the input, rows of the filter that may meet it: all of these are written out. */
const mostMeetings = 512;

function plan(problem: Conv2dProblem): KernelPlan | Unsupported {
  const { n, c, k, r, s, strideH, dilationH, groups, layout } = problem;
  if (c !== groups) return { unsupported: 'it is made for one channel a group: groups=c' };
  const { p, q } = outputExtents(problem);
  const nchw = layout === 'nchw';
  // Filters that lie together.
  const TN = nchw ? 1 : 4;
  const HEIGHT = (TM - 1) * strideH + (r - 1) * dilationH + 1;
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
  const columns = Math.ceil(k / TN);
  const strips = n * Math.ceil(p / TM) * q;
  return {
    passes: [
      {
        label: 'conv2d',
        source: 'conv2d/depthwise/kernel',
        grid: flatGrid(Math.ceil(columns / WX) * Math.ceil(strips / WY)),
        block: nchw ? [WY, WX, 1] : [WX, WY, 1],
        tensors: ['x', 'w', 'y'],
        scalars: shapeScalars(problem),
        constants: {
          TM,
          TN,
          WX,
          WY,
          R: r,
          S: s,
          STRIDE_H: strideH,
          DILATION_H: dilationH,
          HEIGHT,
          VEC4: Number(k === c && channelsLieInFours({ ...problem, groups: 1 })),
          NCHW: Number(nchw),
        },
      },
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
