import type { KernelPlan, KernelVariant, Unsupported } from '@stackbench/model';
import { channelsLieInFours } from '../geometry.ts';
import { stripPass } from '../pixel-strip.ts';
import type { Conv2dProblem } from '../problem.ts';

/** Filters of a group that a thread computes, and channels that it reads at once: vectors of both. */
const TN = 4;
/** Fours of channels of a filter's places that a block keeps for each thread's filters, in 36 KiB. */
const mostTaps = 72;
/** A thread has a column of its filters in registers, four channels of each. */
const mostRows = 4;

/** @param TM pixels below one another that a thread computes */
function plan(problem: Conv2dProblem, TM: number): KernelPlan | Unsupported {
  const { c, k, r, s, groups, layout } = problem;
  if (layout !== 'nhwc') return { unsupported: 'it reads channels in a row: layout=nhwc' };
  if (groups === 1 || groups === c) {
    return { unsupported: 'it is made for several groups of several channels each' };
  }
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
  const CHANNELS = c / groups;
  const columns = groups * Math.ceil(k / groups / TN);
  return {
    passes: [
      stripPass(problem, { TM, TN, columns }, 'conv2d/grouped/kernel', {
        CHANNELS,
        QUADS: Math.min(Math.ceil(CHANNELS / 4), Math.floor(mostTaps / (r * s))),
        VEC4: Number(channelsLieInFours(problem)),
        Y4: Number((k / groups) % TN === 0),
      }),
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
