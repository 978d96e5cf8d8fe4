import {
  type DataType,
  dataTypeTraits,
  type KernelPass,
  type KernelPlan,
  type KernelVariant,
  type PlannedDevice,
  type TensorMap,
  type Unsupported,
} from '@stackbench/model';
import { splitPlan } from '../../split-k.ts';
import {
  BLOCKS,
  gridOfTiles,
  rowBytes,
  sliceBytes,
  swizzleBytes,
  type WgmmaTile,
  wgmmaThreads,
} from '../../wgmma-tile.ts';
import { shapeScalars } from '../geometry.ts';
import { type Conv2dProblem, outputExtents } from '../problem.ts';

/** Tile rows that blocks at work share: what they read of patches and filters stays in L2. */
const STRIP = 8;

/** Results leave in as many neighbours. */
const storedTogether = 4;

// What a tensor map of images can say: CUDA Driver API, cuTensorMapEncodeIm2col; PTX ISA, cp.async.bulk.tensor.
const leastCorner = -128;
const largestCorner = 127;
const largestStride = 8;
const largestOffset = 255;

function wgmma(name: string, summary: string, tile: WgmmaTile): KernelVariant<Conv2dProblem> {
  return {
    name,
    rung: 10,
    summary,
    dataTypes: { cu: ['f16', 'bf16'] },
    cudaArchitecture: { f16: 'sm_90a', bf16: 'sm_90a' },
    plan: (problem, dataType, device) => plan(problem, dataType, tile, device),
  };
}

function plan(
  problem: Conv2dProblem,
  dataType: DataType,
  tile: WgmmaTile,
  device: PlannedDevice | undefined,
): KernelPlan | Unsupported {
  const refused = refusal(problem, dataType);
  if (refused !== null) return { unsupported: refused };
  const { n, c, k, r, s } = problem;
  const { p, q } = outputExtents(problem);
  const BK = swizzleBytes / dataTypeTraits(dataType).bytes;
  const pixels = n * p * q;
  const tiles = Math.ceil(pixels / tile.BM) * Math.ceil(k / tile.BN);
  const gridOf = (parts: number) => gridOfTiles(tiles * parts);
  const pass: KernelPass = {
    label: 'conv2d',
    source: 'conv2d/implicit-gemm-wgmma/kernel',
    grid: gridOf(1),
    block: [wgmmaThreads, 1, 1],
    tensors: ['x', 'w', 'y'],
    scalars: shapeScalars(problem),
    constants: { ...tile, BK, STRIP, THREADS: wgmmaThreads, NCHW: 0 },
    cuda: {
      residentBlocks: BLOCKS,
      dynamicSharedBytes: sliceBytes(tile),
      tensorMaps: {
        x: patchMap(problem, BK, tile.BM),
        w: { extents: [c, r * s, k], box: [BK, 1, tile.BN], swizzleBytes },
      },
    },
  };
  // Slices are of one place of the filter each, full or not.
  const depth = r * s * Math.ceil(c / BK) * BK;
  const work = { tiles, depth, elements: pixels * k, dataType };
  return splitPlan(pass, work, { BK, BLOCKS }, device, gridOf);
}

/** `channels` of so many `pixels` of the output: the places that filters begin at. */
function patchMap(problem: Conv2dProblem, channels: number, pixels: number): TensorMap {
  const { n, c, h, w, strideH, strideW } = problem;
  const { lower, upper } = cornersOf(problem);
  return {
    extents: [c, w, h, n],
    im2col: { lower, upper, channels, pixels, strides: [strideW, strideH] },
    swizzleBytes,
  };
}

/** Of the box that filters begin in, width before height: off the first pixel, and off the last. */
function cornersOf({ r, s, padH, padW, dilationH, dilationW }: Conv2dProblem) {
  return {
    // -0 is none of JSON's numbers.
    lower: [0 - padW, 0 - padH],
    upper: [padW - dilationW * (s - 1), padH - dilationH * (r - 1)],
  } as const;
}

/** Why the copy engine cannot gather the patches; null where it can. */
function refusal(problem: Conv2dProblem, dataType: DataType): string | null {
  const { c, k, r, s, strideH, strideW, dilationH, dilationW, groups, layout } = problem;
  const multiple = rowBytes / dataTypeTraits(dataType).bytes;
  const { lower, upper } = cornersOf(problem);
  if (layout !== 'nhwc') return 'it copies channels in a row: layout=nhwc';
  if (groups !== 1) return 'its filters see all channels: groups=1';
  if (c % multiple !== 0) return `TMA needs c to be a multiple of ${multiple}`;
  if (k % storedTogether !== 0)
    return `it stores outputs in fours: k is a multiple of ${storedTogether}`;
  if (Math.max(strideH, strideW) > largestStride) return `TMA takes strides up to ${largestStride}`;
  if (Math.max(dilationH * (r - 1), dilationW * (s - 1)) > largestOffset) {
    return `TMA reaches up to ${largestOffset} rows and columns of a filter, dilated`;
  }
  const corners = [...lower, ...upper];
  if (Math.min(...corners) < leastCorner || Math.max(...corners) > largestCorner) {
    return `TMA has patches begin up to ${-leastCorner} pixels before the edges of an image, or ${largestCorner} after`;
  }
  return null;
}

export default [
  wgmma(
    'implicit-gemm-wgmma',
    'Hopper: implicit GEMM by warpgroups, 128 pixels × 256 filters a block, patches gathered by TMA (im2col), NHWC; never yet run on hardware',
    { BM: 128, BN: 256, STAGES: 4 },
  ),
  wgmma(
    'implicit-gemm-wgmma-128x128',
    'the same with 128 pixels × 128 filters, so that smaller layers fill the device; never yet run on hardware',
    { BM: 128, BN: 128, STAGES: 6 },
  ),
  wgmma(
    'implicit-gemm-wgmma-128x64',
    'the same with 128 pixels × 64 filters, for layers of few filters; never yet run on hardware',
    { BM: 128, BN: 64, STAGES: 8 },
  ),
];
