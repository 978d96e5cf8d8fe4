import {
  type DataType,
  type KernelPlan,
  type KernelVariant,
  type Unsupported,
} from '@stackbench/model';
import { flatGrid } from '../../flat-grid.ts';
import { liesInChunks, mmaConstants, mmaLaunch, mmaThreads, type MmaTile } from '../../mma-tile.ts';
import { shapeScalars } from '../geometry.ts';
import { type Conv2dProblem, outputExtents } from '../problem.ts';

function mma(name: string, summary: string, tile: MmaTile): KernelVariant<Conv2dProblem> {
  return {
    name,
    rung: 8,
    gpuTile: true,
    summary,
    dataTypes: { cu: ['tf32', 'f16', 'bf16'] },
    // Its registers do not suffice for Turing, where copies pass through them.
    cudaArchitecture: { tf32: 'sm_80', f16: 'sm_80', bf16: 'sm_80' },
    plan: (problem, dataType) => plan(problem, dataType, tile),
  };
}

function plan(problem: Conv2dProblem, dataType: DataType, tile: MmaTile): KernelPlan | Unsupported {
  const { n, c, k, r, s, groups, layout } = problem;
  if (layout !== 'nhwc') return { unsupported: 'mma reads channels in a row: layout=nhwc' };
  const { p, q } = outputExtents(problem);
  const filterTiles = groups * Math.ceil(k / groups / tile.BN);
  const channels = c / groups;
  return {
    passes: [
      {
        label: 'conv2d',
        source: 'conv2d/implicit-gemm-mma/kernel',
        grid: flatGrid(filterTiles * Math.ceil((n * p * q) / tile.BM)),
        block: [mmaThreads(tile), 1, 1],
        tensors: ['x', 'w', 'y'],
        scalars: shapeScalars(problem),
        constants: {
          ...mmaConstants(tile, dataType, true),
          CHANNELS: channels,
          R: r,
          S: s,
          NCHW: 0,
          X16: liesInChunks(channels, dataType),
          W16: liesInChunks(channels * r * s, dataType),
          Y16: liesInChunks(k / groups, dataType),
        },
        cuda: mmaLaunch(tile, dataType, true),
      },
    ],
    workspaces: [],
  };
}

export default [
  mma(
    'implicit-gemm-mma',
    'implicit GEMM by mma.sync, 128 pixels × 128 filters a block, patches by asynchronous copies, NHWC; never yet run on hardware',
    { BM: 128, BN: 128, WM: 64, WN: 64 },
  ),
  mma(
    'implicit-gemm-mma-128x64',
    'the same with 128 pixels × 64 filters, for layers of few filters; never yet run on hardware',
    { BM: 128, BN: 64, WM: 32, WN: 64 },
  ),
];
