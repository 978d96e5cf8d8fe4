import {
  type DataType,
  dataTypeTraits,
  elementCount,
  i32,
  type KernelPass,
  type KernelPlan,
  type PlannedDevice,
  type TensorSpec,
  type Unsupported,
} from '@stackbench/model';
import { flatGrid } from '../flat-grid.ts';
import { splitPlan, type SplitShape } from '../split-k.ts';
import { isPointwise, shapeScalars } from './geometry.ts';
import { type Conv2dProblem, mostElements, outputExtents } from './problem.ts';

/** Pixels × filters of a group that a block computes, and how their sums may be split. */
export interface GatheredTile extends SplitShape {
  BM: number;
  BN: number;
}

/** Asynchronous copies move this much, from its boundary. */
const chunkBytes = 16;

const THREADS = 256;

/**
 * The plan of a kernel that gathers slices of patches and filters by asynchronous copies (`cuda/gathered-patches.cuh`):
 * NHWC, channels of a group in chunks of 16 bytes. Where they are not, the input and the filters are laid out anew before,
 * filled up with zeros.
 */
export function gatheredPlan(
  problem: Conv2dProblem,
  dataType: DataType,
  tile: GatheredTile,
  device: PlannedDevice | undefined,
  pass: Pick<KernelPass, 'source' | 'block' | 'constants' | 'cuda'>,
): KernelPlan | Unsupported {
  const { n, c, h, w, k, r, s, groups, layout } = problem;
  if (layout !== 'nhwc') return { unsupported: 'it copies channels in a row: layout=nhwc' };
  const chunk = chunkBytes / dataTypeTraits(dataType).bytes;
  const channels = Math.ceil(c / groups / chunk) * chunk;
  const isPadded = channels * groups !== c;
  const x = { name: 'padded-x', shape: [n, h, w, groups, channels] };
  const filters = { name: 'padded-w', shape: [k, r, s, channels] };
  const padded = isPadded ? [x, filters] : [];
  const large = padded.find((tensor) => elementCount(tensor) > mostElements);
  if (large !== undefined) {
    return { unsupported: `its ${large.name} would have more than ${mostElements} elements` };
  }

  const { p, q } = outputExtents(problem);
  const pixels = n * p * q;
  const tiles = groups * Math.ceil(k / groups / tile.BN) * Math.ceil(pixels / tile.BM);
  const product: KernelPass = {
    label: 'conv2d',
    ...pass,
    grid: flatGrid(tiles),
    tensors: isPadded ? [x.name, filters.name, 'y'] : ['x', 'w', 'y'],
    scalars: shapeScalars({ ...problem, c: channels * groups }),
    constants: {
      ...pass.constants,
      CHANNELS: channels,
      R: r,
      S: s,
      NCHW: 0,
      POINTWISE: Number(isPointwise(problem)),
    },
  };
  const work = { tiles, depth: channels * r * s, elements: pixels * k, dataType };
  const plan = splitPlan(product, work, tile, device);
  return {
    passes: [
      ...(isPadded
        ? [padding('x', x, c / groups, chunk), padding('w', filters, c / groups, chunk)]
        : []),
      ...plan.passes,
    ],
    workspaces: [...padded, ...plan.workspaces],
  };
}

/** A pass that lays rows of `channels` out in the longer ones of `to`; one thread a chunk. */
function padding(from: string, to: TensorSpec, channels: number, chunk: number): KernelPass {
  const padded = to.shape.at(-1)!;
  return {
    label: `pad ${from}`,
    source: 'conv2d/pad-channels',
    grid: flatGrid(Math.ceil(elementCount(to) / chunk / THREADS)),
    block: [THREADS, 1, 1],
    tensors: [from, to.name],
    scalars: i32(elementCount(to) / padded, channels, padded),
    constants: { THREADS },
  };
}
