import type {
  CannotRun,
  CudaLaunch,
  KernelPass,
  Program,
  ProgramPass,
  ProgramRequest,
} from '@stackbench/model';
import { sourcePass } from '../source-pass.ts';
import { type CudaTarget, servesArchitecture } from './architecture.ts';
import { assembleCuda, cudaEntry } from './assemble-cuda.ts';

/**
 * The program for one case, from the CUDA sources below `root`; or why `target` cannot have it. Without
 * a target, the program for those that can.
 * @throws BenchError for a source that cannot be read
 */
export async function buildCudaProgram(
  root: string,
  { variant, plan, dataType, tensors }: ProgramRequest,
  target: CudaTarget | null,
): Promise<Program | CannotRun> {
  const { name } = variant;
  const needed = variant.cudaArchitecture?.[dataType];
  if (target !== null && !servesArchitecture(target.architecture, needed)) {
    return { unsupported: `${name} needs ${needed}; ${target.because}` };
  }
  if (variant.dataTypes.cu?.includes(dataType) !== true) {
    return { unsupported: `${name} has no CUDA source for ${dataType}` };
  }
  const buildPass = async (pass: KernelPass): Promise<ProgramPass> => {
    const file = `${pass.source}.cu`;
    const text = await assembleCuda(root, { file, dataType, constants: pass.constants });
    const built = sourcePass(pass, cudaEntry, { language: 'cu', file, text });
    if (pass.cuda === undefined) return built;
    const grid = residentGrid(built.grid, pass.cuda, target);
    return { ...built, grid, cuda: launchOf(pass.cuda) };
  };
  return { dataType, tensors, passes: await Promise.all(plan.passes.map(buildPass)) };
}

/** Blocks that stay are no more than run at a time: a second wave of them would begin when the first ends. */
function residentGrid(
  grid: ProgramPass['grid'],
  { residentBlocks }: CudaLaunch,
  target: CudaTarget | null,
): ProgramPass['grid'] {
  if (residentBlocks === undefined || target?.multiprocessors === undefined) return grid;
  return [Math.min(grid[0], residentBlocks * target.multiprocessors), grid[1], grid[2]];
}

function launchOf({ dynamicSharedBytes, tensorMaps }: CudaLaunch): ProgramPass['cuda'] {
  const maps = Object.entries(tensorMaps).map(([name, { extents, box, swizzleBytes }]) => [
    name,
    { extents: [...extents], box: [...box], swizzleBytes },
  ]);
  return { dynamicSharedBytes, tensorMaps: Object.fromEntries(maps) };
}
