import {
  type CudaLaunch,
  type DataType,
  dataTypeTraits,
  type KernelPlan,
  type PlannedDevice,
  type Unsupported,
} from '@stackbench/model';
import {
  BLOCKS,
  coreBytes,
  gridOfTiles,
  rowBytes,
  sliceBytes,
  stageBytes,
  swizzleBytes,
  wgmmaThreads,
  type WgmmaTile,
} from '../wgmma-tile.ts';
import type { GemmProblem } from './problem.ts';
import { splitTilePlan } from './tile.ts';

/** Why TMA cannot read the rows of A and B; null where it can. */
export function unreadableRows({ n, k }: GemmProblem, dataType: DataType): Unsupported | null {
  const multiple = rowBytes / dataTypeTraits(dataType).bytes;
  if (n % multiple === 0 && k % multiple === 0) return null;
  return { unsupported: `TMA needs n and k to be multiples of ${multiple}` };
}

/**
 * The plan of a kernel made of `kernels/cuda/wgmma-roles.cuh`: blocks stay for tiles of C, each in a part of K, and the
 * copy engine brings boxes of one swizzled row's length.
 */
export function wgmmaPlan(
  problem: GemmProblem,
  dataType: DataType,
  shape: WgmmaTile & { STRIP: number },
  source: string,
  device: PlannedDevice | undefined,
): KernelPlan | Unsupported {
  const dynamicSharedBytes = sliceBytes(shape);
  return stagedPlan(problem, dataType, shape, { source, dynamicSharedBytes }, device);
}

/** The same of one that takes as many stages as the device has room for. */
export function wgmmaPlanOfStages(
  problem: GemmProblem,
  dataType: DataType,
  shape: Omit<WgmmaTile, 'STAGES'> & { STRIP: number },
  source: string,
  most: number,
  device: PlannedDevice | undefined,
): KernelPlan | Unsupported {
  const stages = { most, bytes: stageBytes(shape) };
  const launch = { source, dynamicSharedBytes: coreBytes, stages };
  return stagedPlan(problem, dataType, shape, launch, device);
}

function stagedPlan(
  problem: GemmProblem,
  dataType: DataType,
  shape: Omit<WgmmaTile, 'STAGES'>,
  { source, ...shared }: { source: string } & Pick<CudaLaunch, 'dynamicSharedBytes' | 'stages'>,
  device: PlannedDevice | undefined,
): KernelPlan | Unsupported {
  const unreadable = unreadableRows(problem, dataType);
  if (unreadable !== null) return unreadable;
  const { m, n, k } = problem;
  const { BM, BN } = shape;
  const BK = swizzleBytes / dataTypeTraits(dataType).bytes;
  const tiles = Math.ceil(m / BM) * Math.ceil(n / BN);
  return splitTilePlan(
    problem,
    dataType,
    { BM, BN, BK, BLOCKS },
    device,
    {
      source,
      block: [wgmmaThreads, 1, 1],
      constants: { ...shape, BK, THREADS: wgmmaThreads },
      cuda: {
        residentBlocks: BLOCKS,
        ...shared,
        tensorMaps: {
          a: { extents: [k, m], box: [BK, BM], swizzleBytes },
          b: { extents: [n, k], box: [BK, BK], swizzleBytes },
        },
      },
    },
    (parts) => gridOfTiles(tiles * parts),
  );
}
