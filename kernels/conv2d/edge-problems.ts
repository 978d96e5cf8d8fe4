/**
 * Small problems that kernels get wrong when an edge is not guarded: every extent odd somewhere,
 * each option alone and together, in both layouts. Each runs in milliseconds on a CPU.
 */
const shapes = [
  // A single product, then one of everything that a tile has many of.
  'n=1,c=1,h=1,w=1,k=1,r=1,s=1',
  'n=1,c=1,h=3,w=3,k=1,r=3,s=3',
  // Pointwise: whole tiles, then tails in channels, filters and pixels.
  'n=1,c=16,h=8,w=8,k=64,r=1,s=1',
  'n=2,c=20,h=7,w=7,k=37,r=1,s=1',
  'n=1,c=7,h=5,w=9,k=5,r=1,s=1',
  // 3×3 with padding: channels divisible by 4, odd, fewer than 4.
  'n=1,c=8,h=14,w=14,k=16,r=3,s=3,pad=1',
  'n=2,c=5,h=9,w=11,k=7,r=3,s=3,pad=1',
  'n=1,c=3,h=13,w=13,k=5,r=3,s=3,pad=1',
  // More pixels and filters than the largest tile holds.
  'n=1,c=4,h=13,w=17,k=131,r=3,s=3,pad=1',
  // Filters that are not square, and larger than the padded side allows more than one row of.
  'n=1,c=4,h=12,w=10,k=6,r=5,s=3,pad=2x1',
  'n=1,c=2,h=5,w=21,k=3,r=5,s=20',
  // Stride: whole, uneven, larger than the filter (some input is never read).
  'n=1,c=8,h=15,w=15,k=8,r=3,s=3,stride=2,pad=1',
  'n=1,c=4,h=11,w=9,k=9,r=3,s=3,stride=2x1,pad=1',
  'n=1,c=6,h=14,w=14,k=10,r=1,s=1,stride=2',
  'n=1,c=4,h=12,w=12,k=4,r=2,s=2,stride=3',
  // ResNet-50's first convolution, small.
  'n=1,c=3,h=23,w=23,k=8,r=7,s=7,stride=2,pad=3',
  // Dilation, alone and with stride; padding wider than the filter reaches.
  'n=1,c=4,h=13,w=13,k=6,r=3,s=3,pad=2,dilation=2',
  'n=1,c=5,h=17,w=13,k=4,r=3,s=3,stride=2x1,pad=3x2,dilation=3x2',
  'n=1,c=4,h=4,w=4,k=4,r=3,s=3,pad=4',
  // Groups: two, odd channels each, depthwise, depthwise with a multiplier.
  'n=1,c=8,h=9,w=9,k=12,r=3,s=3,pad=1,groups=2',
  'n=2,c=6,h=7,w=7,k=10,r=3,s=3,stride=2,pad=1,groups=2',
  'n=1,c=9,h=8,w=8,k=9,r=3,s=3,pad=1,groups=9',
  'n=1,c=4,h=8,w=8,k=8,r=5,s=5,pad=2,dilation=2x1,groups=4',
  'n=2,c=12,h=13,w=11,k=12,r=3,s=3,stride=2,pad=1,groups=12',
] as const;

/**
 * 3×3 of several channels a group in vectors, and most of it at once: stride, padding, groups and the other layout. The same of
 * one channel a group: in vectors, then several filters a channel.
 */
const telling = [
  'n=1,c=8,h=14,w=14,k=16,r=3,s=3,pad=1,groups=2',
  'n=2,c=6,h=7,w=7,k=10,r=3,s=3,stride=2,pad=1,groups=2,layout=nchw',
  'n=1,c=36,h=9,w=7,k=36,r=3,s=3,pad=1,groups=36',
  'n=2,c=5,h=11,w=9,k=10,r=3,s=3,stride=2x1,pad=1,groups=5,layout=nchw',
];

export const edgeProblems: readonly string[] = [
  ...new Set([...telling, ...shapes.flatMap((shape) => [shape, `${shape},layout=nchw`])]),
];
