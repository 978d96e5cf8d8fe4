import type { CannotRun, Program, ProgramPass, ProgramRequest } from '@stackbench/model';
import {
  buildCudaProgram,
  buildLibraryProgram,
  type CudaTarget,
  isMadeByDriver,
} from '@stackbench/programs';
import { compileKernel } from './build/compile-kernel.ts';
import type { BuildTools, CompilerLimits } from './build/nvcc.ts';

export interface NativeBuild {
  /** The folder of kernel sources. */
  root: string;
  cache: string;
  tools: BuildTools;
  architecture: string;
  /** What of the GPU decides how kernels are launched; unknown where none is. */
  device?: Pick<CudaTarget, 'multiprocessors' | 'blockSharedBytes'>;
  /** What ends compilers early. */
  limits?: CompilerLimits;
  /** Called after nvcc has run, which it does not where a kernel is kept from before. */
  onCompiled?: () => void;
}

/**
 * The program for one case, compiled; or why it cannot be.
 * @throws BenchError for a source that cannot be read or compiled, with nvcc's message
 */
export async function buildNativeProgram(
  { root, cache, tools, architecture, device, limits, onCompiled }: NativeBuild,
  request: ProgramRequest,
): Promise<Program | CannotRun> {
  const { plan } = request;
  if (plan.library !== undefined) {
    return buildLibraryProgram(plan.library, request, ['library', 'library-tuned']);
  }
  const because = isMadeByDriver(architecture)
    ? `this nvcc is older than the GPU and compiles for ${architecture}`
    : `this GPU is ${architecture}`;
  const target = { architecture, because, ...device };
  const program = await buildCudaProgram(root, request, target);
  if ('unsupported' in program) return program;
  const compilePass = async (pass: ProgramPass): Promise<ProgramPass> => {
    const { module } = pass;
    if (module.kind !== 'source') return pass;
    const { path, recipe, buildNs, cached } = await compileKernel(
      tools,
      { text: module.text, architecture },
      cache,
      limits,
    );
    if (!cached) onCompiled?.();
    return { ...pass, module: { kind: 'binary', file: module.file, recipe, path, buildNs } };
  };
  return { ...program, passes: await Promise.all(program.passes.map(compilePass)) };
}
