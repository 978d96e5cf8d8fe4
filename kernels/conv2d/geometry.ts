import { i32, type KernelPass, type Scalar } from '@stackbench/model';
import { flatGrid } from '../flat-grid.ts';
import { type Conv2dProblem, outputExtents } from './problem.ts';

const shapeParameters = [
  'n',
  'c',
  'h',
  'w',
  'k',
  'r',
  's',
  'p',
  'q',
  'strideH',
  'strideW',
  'padH',
  'padW',
  'dilationH',
  'dilationW',
  'groups',
] as const;

/** What every convolution kernel is told, in the order of the `Params` struct of its source. */
export function shapeScalars(problem: Conv2dProblem): Scalar[] {
  const { p, q } = outputExtents(problem);
  const inOrder = { ...problem, p, q };
  return i32(...shapeParameters.map((name) => inOrder[name]));
}

/** Whether every four channels of a group are one aligned vector of four in memory. */
export function channelsLieInFours({ c, groups, layout }: Conv2dProblem): boolean {
  return layout === 'nhwc' && (c / groups) % 4 === 0;
}

/** Whether each output reads one place of the input, and each place is read: the input is the matrix of patches (NHWC). */
export function isPointwise({ r, s, strideH, strideW, padH, padW }: Conv2dProblem): boolean {
  return r * s * strideH * strideW === 1 && padH + padW === 0;
}

/** A thread's share of the output, TM pixels × TN filters, and how many threads make a workgroup. */
export interface ThreadTile {
  readonly TM: number;
  readonly TN: number;
  readonly THREADS: number;
}

/**
 * The one pass of a kernel whose threads each compute a tile of pixels × filters of one group.
 * `strips` is how many tiles of TM pixels there are. A workgroup is WX tiles of filters wide and WY
 * strips high: as square as the filters allow, so that its threads share what they load.
 */
export function threadTilePass(
  problem: Conv2dProblem,
  { TM, TN, THREADS }: ThreadTile,
  source: string,
  strips: number,
): KernelPass {
  const { k, groups, layout } = problem;
  const columns = Math.ceil(k / groups / TN);
  const WX = Math.min(8, 2 ** Math.ceil(Math.log2(columns)));
  const WY = THREADS / WX;
  return {
    label: 'conv2d',
    source,
    grid: flatGrid(groups * Math.ceil(columns / WX) * Math.ceil(strips / WY)),
    block: [WX, WY, 1],
    tensors: ['x', 'w', 'y'],
    scalars: shapeScalars(problem),
    constants: {
      TM,
      TN,
      WX,
      WY,
      VEC4: channelsLieInFours(problem) ? 1 : 0,
      NCHW: layout === 'nchw' ? 1 : 0,
    },
  };
}
