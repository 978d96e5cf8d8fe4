import type { KernelPass } from '@stackbench/model';
import { flatGrid } from '../flat-grid.ts';
import { shapeScalars } from './geometry.ts';
import { type Conv2dProblem, outputExtents } from './problem.ts';

/** A block has 8 columns of filters, in NHWC a cache line of f32, and 32 strips of pixels, in NCHW a cache line of it. */
export const WX = 8;
const WY = 32;

/** A thread's share of the output: TM pixels below one another × TN filters, which are one of `columns`. */
export interface StripTile {
  readonly TM: number;
  readonly TN: number;
  readonly columns: number;
}

/** Rows of the input that TM pixels below one another meet. */
export function stripHeight({ r, strideH, dilationH }: Conv2dProblem, TM: number): number {
  return (TM - 1) * strideH + (r - 1) * dilationH + 1;
}

/**
 * The one pass of a kernel on `cuda/pixel-strip.cuh`, or on its likeness in WGSL.
 * @param constants what its source takes beside those of the strip
 */
export function stripPass(
  problem: Conv2dProblem,
  { TM, TN, columns }: StripTile,
  source: string,
  constants: Readonly<Record<string, number>>,
): KernelPass {
  const { p, q } = outputExtents(problem);
  const strips = problem.n * Math.ceil(p / TM) * q;
  const nchw = problem.layout === 'nchw';
  return {
    label: 'conv2d',
    source,
    grid: flatGrid(Math.ceil(columns / WX) * Math.ceil(strips / WY)),
    block: nchw ? [WY, WX, 1] : [WX, WY, 1],
    tensors: ['x', 'w', 'y'],
    scalars: shapeScalars(problem),
    constants: {
      TM,
      TN,
      WX,
      WY,
      R: problem.r,
      S: problem.s,
      STRIDE_H: problem.strideH,
      DILATION_H: problem.dilationH,
      HEIGHT: stripHeight(problem, TM),
      ...constants,
      NCHW: Number(nchw),
    },
  };
}
