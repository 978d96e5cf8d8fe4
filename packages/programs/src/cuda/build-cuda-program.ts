import type {
  CannotRun,
  KernelPass,
  Program,
  ProgramPass,
  ProgramRequest,
} from '@stackbench/model';
import { sourcePass } from '../source-pass.ts';
import { type CudaTarget, servesArchitecture } from './architecture.ts';
import { assembleCuda, cudaEntry } from './assemble-cuda.ts';
import { launchOn, type TargetLaunch } from './launch-on.ts';

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
  const launched: { pass: KernelPass; launch: TargetLaunch }[] = [];
  for (const pass of plan.passes) {
    const launch = launchOn(pass, target);
    if ('unsupported' in launch) return { unsupported: `${name}: ${launch.unsupported}` };
    launched.push({ pass, launch });
  }
  const buildPass = async ({ pass, launch }: (typeof launched)[number]): Promise<ProgramPass> => {
    const { constants, ...rest } = launch;
    const file = `${pass.source}.cu`;
    const text = await assembleCuda(root, { file, dataType, constants });
    return { ...sourcePass(pass, cudaEntry, { language: 'cu', file, text }), ...rest };
  };
  return { dataType, tensors, passes: await Promise.all(launched.map(buildPass)) };
}
