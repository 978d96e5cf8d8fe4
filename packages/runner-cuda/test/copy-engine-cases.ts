import type { DataType } from '@stackbench/model';

/**
 * What kernels are run at whose slices a copy engine brings. ThreadSanitizer cannot watch it, so they are not among those that
 * are swept over all problems.
 */

/**
 * Edges in each extent; K shorter than a slice, than the stages, and longer; several tiles, and several of them a block:
 * what is emulated has two multiprocessors.
 */
export const wgmmaProblems = [
  'm=1,n=8,k=8',
  'm=130,n=136,k=72',
  'm=65,n=264,k=584',
  'm=257,n=392,k=136',
] as const;

export const wgmmaKernels: readonly { variant: string; dataType: DataType }[] = [
  'wgmma',
  'wgmma-128x128',
].flatMap((variant) => (['f16', 'bf16'] as const).map((dataType) => ({ variant, dataType })));

/** A row of tiles that only one block of the cluster has; edges in each extent; more slices than stages. */
export const clusterCases: readonly string[] = [
  ...['m=1,n=16,k=72', 'm=385,n=136,k=328'].flatMap((problem) => [
    `gemm/wgmma-cluster-128x128:${problem};bf16`,
    `gemm/wgmma-ping-pong:${problem};bf16`,
  ]),
  'gemm/wgmma-cluster:m=257,n=72,k=200;f16',
  'gemm/wgmma-cluster-128x192:m=257,n=72,k=200;bf16',
  'gemm/wgmma-ping-pong-64x256:m=257,n=72,k=200;f16',
  ...['m=8,n=4,k=4', 'm=130,n=132,k=516', 'm=257,n=132,k=100'].map(
    (problem) => `gemm/wgmma-transposed:${problem};tf32`,
  ),
  'gemm/wgmma-transposed-128x128:m=257,n=132,k=100;tf32',
  // Parts of K, the last one shorter.
  'gemm/wgmma-128x128:m=72,n=128,k=520;bf16',
];

/** The same sources in the other type of 16 bits, whose bits mean something else: one order is enough. */
export const otherTypes: readonly string[] = [
  'wgmma-cluster;bf16',
  'wgmma-cluster-128x128;f16',
  'wgmma-cluster-128x192;f16',
  'wgmma-ping-pong;f16',
  'wgmma-ping-pong-64x256;bf16',
].map((kernel) => `gemm/${kernel.replace(';', ':m=130,n=72,k=72;')}`);

/** Edges in each extent, more slices than stages, several tiles a block; parts of K, the last one shorter. */
export const mmaTmaCases: readonly string[] = [
  ...['m=1,n=8,k=8', 'm=130,n=136,k=72', 'm=257,n=264,k=328', 'm=8,n=72,k=584'].map(
    (problem) => `gemm/mma-tma-128x128:${problem};bf16`,
  ),
  'gemm/mma-tma-128x128:m=257,n=136,k=72;f16',
  ...['m=3,n=4,k=4', 'm=130,n=132,k=164', 'm=8,n=72,k=516'].map(
    (problem) => `gemm/mma-tma-128x128:${problem};tf32`,
  ),
  'gemm/mma-tma:m=257,n=264,k=200;f16',
  'gemm/mma-tma:m=130,n=520,k=72;bf16',
];

/**
 * Convolutions whose patches the copy engine gathers: a single product; rows and images that end within a tile; options unlike in
 * height and width, alone and together; channels less than a slice, and a part of one; more slices than stages; filters beside
 * the image; several tiles in both directions; parts of the products, the last one shorter.
 */
export const im2colProblems = [
  'n=1,c=8,h=1,w=1,k=4,r=1,s=1',
  'n=3,c=8,h=7,w=9,k=12,r=3,s=3,pad=1',
  'n=2,c=72,h=11,w=7,k=68,r=3,s=2,stride=2x1,pad=1x2,dilation=1x2',
  'n=1,c=16,h=13,w=17,k=8,r=2,s=5,stride=1x3,pad=0x4,dilation=3x1',
  'n=1,c=8,h=4,w=4,k=4,r=3,s=3,pad=4',
  'n=2,c=64,h=9,w=8,k=64,r=1,s=1',
  'n=2,c=24,h=12,w=10,k=132,r=5,s=3,stride=3x2,pad=2x1',
  'n=1,c=136,h=3,w=5,k=20,r=3,s=3,pad=1',
] as const;

export const im2colKernels: readonly { variant: string; dataType: DataType }[] = [
  'implicit-gemm-wgmma-128x64',
  'implicit-gemm-wgmma-128x128',
  'implicit-gemm-wgmma',
].flatMap((variant) => (['bf16', 'f16'] as const).map((dataType) => ({ variant, dataType })));

/** All of them, by their ids. */
export const copyEngineCases: readonly string[] = [
  ...wgmmaKernels.flatMap(({ variant, dataType }) =>
    wgmmaProblems.map((problem) => `gemm/${variant}:${problem};${dataType}`),
  ),
  ...clusterCases,
  ...otherTypes,
  ...mmaTmaCases,
  ...im2colKernels.flatMap(({ variant, dataType }) =>
    im2colProblems.map((problem) => `conv2d/${variant}:${problem};${dataType}`),
  ),
];
