import { outputExtents, parseProblem } from '../../../kernels/conv2d/problem.ts';
import type { ProblemList } from './support/plan-sweep.ts';

/**
 * Convolutions at which kernels go wrong, each in both layouts: extents beside those of tiles, slices
 * and vectors, images whose rows end inside a tile, each option alone and together. Kernels are
 * compiled for the channels of a group and the filter's extents, so these come in few combinations.
 */
const shapes = [
  // 3 × 3 over 3 channels: no vectors anywhere.
  'n=1,c=3,h=9,w=7,k=5,r=3,s=3,pad=1',
  'n=2,c=3,h=5,w=13,k=33,r=3,s=3',
  'n=1,c=3,h=17,w=11,k=8,r=3,s=3,stride=2,pad=1',
  'n=1,c=3,h=13,w=13,k=6,r=3,s=3,pad=2,dilation=2',
  'n=1,c=3,h=15,w=9,k=4,r=3,s=3,stride=2x1,pad=3x2,dilation=3x2',
  'n=1,c=3,h=4,w=4,k=131,r=3,s=3,pad=4',
  'n=1,c=6,h=7,w=9,k=10,r=3,s=3,stride=2,pad=1,groups=2',
  // 3 × 3 over 4 channels: vectors of channels and of products.
  'n=1,c=4,h=13,w=11,k=7,r=3,s=3,pad=1',
  'n=3,c=4,h=7,w=7,k=12,r=3,s=3,pad=1',
  'n=1,c=4,h=12,w=15,k=20,r=3,s=3,stride=3',
  'n=1,c=8,h=9,w=10,k=12,r=3,s=3,pad=1,groups=2',
  'n=1,c=16,h=5,w=9,k=36,r=3,s=3,pad=2x1,groups=4',
  // Whole tiles of filters and of pixels.
  'n=1,c=4,h=8,w=16,k=128,r=3,s=3,pad=1',
  'n=1,c=16,h=8,w=8,k=64,r=3,s=3,pad=1,groups=4',
  // More channels a group than a block keeps of its filters, more columns of filters than it has.
  'n=1,c=80,h=9,w=8,k=80,r=3,s=3,pad=1,groups=2',
  'n=1,c=36,h=15,w=13,k=54,r=3,s=3,stride=2x1,pad=1,dilation=1x2,groups=9',
  // Pointwise: tails in channels, filters and pixels.
  'n=1,c=21,h=5,w=9,k=5,r=1,s=1',
  'n=2,c=21,h=7,w=7,k=37,r=1,s=1',
  'n=1,c=21,h=14,w=11,k=68,r=1,s=1,stride=2',
  'n=2,c=36,h=8,w=9,k=132,r=1,s=1',
  'n=1,c=36,h=11,w=13,k=65,r=1,s=1,pad=1',
  // Depthwise, and filters that are not square.
  'n=1,c=9,h=8,w=7,k=9,r=5,s=2,pad=2x1,groups=9',
  'n=1,c=4,h=12,w=10,k=8,r=5,s=2,stride=1x2,groups=4',
  'n=1,c=1,h=23,w=21,k=3,r=5,s=2,dilation=2x3',
  'n=1,c=1,h=5,w=2,k=1,r=5,s=2',
  'n=2,c=36,h=9,w=11,k=36,r=5,s=2,stride=2x1,pad=2x1,groups=36',
  'n=1,c=64,h=8,w=8,k=64,r=3,s=3,pad=1,groups=64',
] as const;

const conv2dProblems: readonly string[] = shapes.flatMap((shape) => [
  shape,
  `${shape},layout=nchw`,
]);

export const conv2dSweep: ProblemList = {
  operation: 'conv2d',
  problems: conv2dProblems,
  sizesOf: (text) => {
    const problem = parseProblem(text);
    const { n, c, k, groups, layout } = problem;
    // A layout is the same code in every data type.
    if (layout === 'nchw') return [];
    const { p, q } = outputExtents(problem);
    const pixels = n * p * q;
    const hasVectors = groups === c ? c % 4 === 0 : (c / groups) % 4 === 0 && k % 4 === 0;
    const isWhole = hasVectors && pixels % 64 === 0 && k % 64 === 0;
    // One tile of most, cut off, tells less.
    if (!isWhole && (pixels <= 64 || k < 32)) return [];
    return [isWhole ? 'whole tiles' : `cut off ${hasVectors ? 'behind' : 'in'} a vector`];
  },
  detailsOf: (text) => {
    const { strideH, strideW, padH, padW, dilationH, dilationW, ...problem } = parseProblem(text);
    const { n, c, k, r, s, groups, layout } = problem;
    return [
      ...optionOf('stride', strideH, strideW, 1),
      ...optionOf('pad', padH, padW, 0),
      ...optionOf('dilation', dilationH, dilationW, 1),
      ...(n > 1 ? ['several images'] : []),
      ...(k > 128 ? ['tiles of 128 filters'] : []),
      ...(k < 4 ? ['a part of a vector of filters'] : []),
      ...(padH >= r || padW >= s ? ['a filter beside the image'] : []),
      groups === 1 ? 'one group' : groups === c ? 'a channel a group' : 'groups',
      layout,
    ];
  },
};

function optionOf(name: string, height: number, width: number, plain: number): string[] {
  if (height === plain && width === plain) return [];
  return [height === width ? name : `${name}, uneven`];
}
