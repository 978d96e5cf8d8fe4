import {
  type CallProvider,
  callProviders,
  type CannotRun,
  type Program,
  type ProgramRequest,
  readFact,
  type Stack,
} from '@stackbench/model';
import { buildCudaProgram, buildLibraryProgram } from '@stackbench/programs';
import { withCompileOptions } from './compile-options.ts';

/** Where there is no GPU, nothing is timed to choose an algorithm. */
const onProcessors: readonly CallProvider[] = ['library', 'compiled'];

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
  const program = await assemble(root, stack, request);
  return 'unsupported' in program ? program : withCompileOptions(program);
}

async function assemble(
  root: string,
  stack: Stack,
  request: ProgramRequest,
): Promise<Program | CannotRun> {
  const { plan, dataType } = request;
  if (stack.software && dataType === 'tf32') {
    return { unsupported: 'TF32 is a mode of GPUs; this stack computes on the CPU' };
  }
  if (plan.library !== undefined) {
    return buildLibraryProgram(
      plan.library,
      request,
      stack.software ? onProcessors : callProviders,
    );
  }
  if (stack.software) {
    return { unsupported: 'CUDA kernels run on a GPU; this stack computes on the CPU' };
  }
  const problem = readFact(stack.facts, 'nvrtcProblem');
  if (problem !== undefined) return { unsupported: problem };
  const architecture = readFact(stack.facts, 'nvrtcTarget');
  if (architecture === undefined) return buildCudaProgram(root, request, null);
  const because = `this environment's NVRTC compiles for ${architecture} here`;
  return buildCudaProgram(root, request, {
    architecture,
    because,
    multiprocessors: readFact(stack.facts, 'multiprocessors'),
    blockSharedBytes: readFact(stack.facts, 'blockSharedBytes'),
  });
}
