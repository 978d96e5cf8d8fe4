import type { CannotRun, CudaLaunch, KernelPass, ProgramPass } from '@stackbench/model';
import type { CudaTarget } from './architecture.ts';
import { blockSharedBytesOf } from './static/multiprocessor.ts';

/** What of a pass depends on the device that it is launched on. */
export interface TargetLaunch {
  grid: ProgramPass['grid'];
  constants: KernelPass['constants'];
  cuda?: NonNullable<ProgramPass['cuda']>;
}

/** While one slice is multiplied, another is on its way. */
const fewestStages = 2;
/** What every device gives a block without being asked. */
const leastSharedBytes = 48 * 1024;

/** How `target` launches a pass; why it cannot. Without a target, as any device could. */
export function launchOn(
  { grid, constants, cuda }: Pick<KernelPass, 'grid' | 'constants' | 'cuda'>,
  target: CudaTarget | null,
): TargetLaunch | CannotRun {
  if (cuda === undefined) return { grid: [...grid], constants };
  const { dynamicSharedBytes, stages, tensorMaps } = cuda;
  const count = stages === undefined ? 0 : stagesOn(cuda, stages, target);
  if (stages !== undefined && count < fewestStages) {
    const needed = dynamicSharedBytes + fewestStages * stages.bytes;
    return {
      unsupported: `a block needs ${needed} bytes of shared memory, and gets ${sharedBytesOn(target)} here`,
    };
  }
  return {
    grid: residentGrid(grid, cuda, target),
    constants: { ...constants, ...(stages && { STAGES: count }) },
    cuda: {
      dynamicSharedBytes: dynamicSharedBytes + count * (stages?.bytes ?? 0),
      tensorMaps: { ...tensorMaps },
    },
  };
}

function stagesOn(
  { dynamicSharedBytes }: CudaLaunch,
  { most, bytes }: NonNullable<CudaLaunch['stages']>,
  target: CudaTarget | null,
): number {
  return Math.min(most, Math.floor((sharedBytesOn(target) - dynamicSharedBytes) / bytes));
}

function sharedBytesOn(target: CudaTarget | null): number {
  if (target === null) return leastSharedBytes;
  return target.blockSharedBytes ?? blockSharedBytesOf(target.architecture) ?? leastSharedBytes;
}

/** Blocks that stay are no more than run at a time: a second wave of them would begin when the first ends. */
function residentGrid(
  grid: KernelPass['grid'],
  { residentBlocks, clusterBlocks = 1 }: CudaLaunch,
  target: CudaTarget | null,
): ProgramPass['grid'] {
  if (residentBlocks === undefined || target?.multiprocessors === undefined) return [...grid];
  const clusters = Math.floor((residentBlocks * target.multiprocessors) / clusterBlocks);
  return [Math.min(grid[0], Math.max(1, clusters) * clusterBlocks), grid[1], grid[2]];
}
