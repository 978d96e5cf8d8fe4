import { servesArchitecture } from '@stackbench/kernels/architecture';
import { buildCudaProgram } from '@stackbench/kernels/build-cuda-program';
import { buildLibraryProgram } from '@stackbench/kernels/library-program';
import type { CannotRun, Program, ProgramRequest, Stack } from '@stackbench/model';

/**
 * The program for one case: a call of torch, the same call for torch.compile, or CUDA sources that the
 * environment's own NVRTC compiles.
 * @throws BenchError for a source that cannot be read
 */
export async function buildProgram(
  root: string,
  stack: Stack,
  request: ProgramRequest,
): Promise<Program | CannotRun> {
  const { variant, plan, dataType } = request;
  if (stack.software && dataType === 'tf32') {
    return { unsupported: 'TF32 is a mode of GPUs; this stack computes on the CPU' };
  }
  if (plan.library !== undefined) {
    return buildLibraryProgram(plan.library, request, ['library', 'compiled']);
  }
  if (stack.software) {
    return { unsupported: 'CUDA kernels run on a GPU; this stack computes on the CPU' };
  }
  const { nvrtcTarget: target, nvrtcProblem: problem } = stack.facts;
  if (typeof problem === 'string') return { unsupported: problem };
  const needed = variant.cudaArchitecture;
  if (needed !== undefined && typeof target === 'string' && !servesArchitecture(target, needed)) {
    return {
      unsupported: `${variant.name} needs ${needed}; this environment's NVRTC compiles for ${target} here`,
    };
  }
  return buildCudaProgram(root, request);
}
