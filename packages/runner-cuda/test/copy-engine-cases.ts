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

/** All of them, by their ids. */
export const copyEngineCases: readonly string[] = [
  ...wgmmaKernels.flatMap(({ variant, dataType }) =>
    wgmmaProblems.map((problem) => `gemm/${variant}:${problem};${dataType}`),
  ),
  ...clusterCases,
  ...otherTypes,
  ...mmaTmaCases,
];
