import type { CannotRun, Program, ProgramRequest, Stack } from '@stackbench/model';
import { buildCudaProgram, buildLibraryProgram } from '@stackbench/programs';

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
  const { plan, dataType } = request;
  if (stack.software && dataType === 'tf32') {
    return { unsupported: 'TF32 is a mode of GPUs; this stack computes on the CPU' };
  }
  if (plan.library !== undefined) {
    return buildLibraryProgram(plan.library, request, ['library', 'compiled']);
  }
  if (stack.software) {
    return { unsupported: 'CUDA kernels run on a GPU; this stack computes on the CPU' };
  }
  const { nvrtcTarget: architecture, nvrtcProblem: problem } = stack.facts;
  if (typeof problem === 'string') return { unsupported: problem };
  if (typeof architecture !== 'string') return buildCudaProgram(root, request, null);
  const because = `this environment's NVRTC compiles for ${architecture} here`;
  return buildCudaProgram(root, request, { architecture, because });
}
