import type { KernelPlan, KernelVariant, Unsupported } from '@stackbench/model';
import { flatGrid } from '../../flat-grid.ts';
import { channelsLieInFours, shapeScalars } from '../geometry.ts';
import { type Conv2dProblem, outputExtents } from '../problem.ts';

/** Filters of a group that a thread computes, and channels that it reads at once: vectors of both. */
const TN = 4;
/** A block has 8 columns of filters, a cache line of f32 where groups have four channels, and 32 strips of pixels. */
const WX = 8;
const WY = 32;
/** Fours of channels of a filter's places that a block keeps for each thread's filters, in 36 KiB. */
const mostTaps = 72;
/** A thread has a column of its filters in registers, four channels of each. */
const mostRows = 4;

/** @param TM pixels below one another that a thread computes */
function plan(problem: Conv2dProblem, TM: number): KernelPlan | Unsupported {
  const { n, c, k, r, s, strideH, dilationH, groups, layout } = problem;
  if (layout !== 'nhwc') return { unsupported: 'it reads channels in a row: layout=nhwc' };
  if (groups === 1 || groups === c) {
    return { unsupported: 'it is made for several groups of several channels each' };
  }
  const { p, q } = outputExtents(problem);
  if (r * s > mostTaps) {
    return {
      unsupported: `it keeps filters in shared memory: r·s=${r * s} is more than ${mostTaps}`,
    };
  }
  if (r > mostRows) {
    return {
      unsupported: `it keeps a column of its filters in registers: r=${r} is more than ${mostRows}`,
    };
  }
  const HEIGHT = (TM - 1) * strideH + (r - 1) * dilationH + 1;
  const CHANNELS = c / groups;
  const columns = groups * Math.ceil(k / groups / TN);
  const strips = n * Math.ceil(p / TM) * q;
  return {
    passes: [
      {
        label: 'conv2d',
        source: 'conv2d/grouped/kernel',
        grid: flatGrid(Math.ceil(columns / WX) * Math.ceil(strips / WY)),
        block: [WX, WY, 1],
        tensors: ['x', 'w', 'y'],
        scalars: shapeScalars(problem),
        constants: {
          TM,
          TN,
          WX,
          WY,
          CHANNELS,
          QUADS: Math.min(Math.ceil(CHANNELS / 4), Math.floor(mostTaps / (r * s))),
          R: r,
          S: s,
          STRIDE_H: strideH,
          DILATION_H: dilationH,
          HEIGHT,
          VEC4: Number(channelsLieInFours(problem)),
          Y4: Number((k / groups) % TN === 0),
          NCHW: 0,
        },
      },
    ],
    workspaces: [],
  };
}

function grouped(TM: number, summary: string): KernelVariant<Conv2dProblem> {
  return {
    name: `grouped-${TM}x${TN}`,
    rung: 2,
    summary,
    dataTypes: { cu: ['f32', 'f16', 'bf16'] },
    plan: (problem) => plan(problem, TM),
  };
}

export default [
  // Feature maps of 56, 28, 14 and 7 rows divide by it.
  grouped(
    7,
    'for groups of several channels: 7 pixels × 4 filters of a group a thread, groups side by side in a block, NHWC',
  ),
  grouped(2, 'the same with 2 pixels × 4 filters a thread, so that small images fill the device'),
];
