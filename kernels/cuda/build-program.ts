import type {
  CannotRun,
  CudaLaunch,
  KernelPass,
  Program,
  ProgramPass,
  ProgramRequest,
} from '@stackbench/model';
import { assembleCuda, cudaEntry } from './assemble-cu.ts';

/**
 * The program for one case, from the CUDA sources below `root`.
 * @throws BenchError for a source that cannot be read
 */
export async function buildCudaProgram(
  root: string,
  { variant, plan, dataType, tensors }: ProgramRequest,
): Promise<Program | CannotRun> {
  if (variant.dataTypes.cu?.includes(dataType) !== true) {
    return { unsupported: `${variant.name} has no CUDA source for ${dataType}` };
  }
  const buildPass = async (pass: KernelPass): Promise<ProgramPass> => {
    const file = `${pass.source}.cu`;
    const text = await assembleCuda(root, { file, dataType, constants: pass.constants });
    return {
      label: pass.label,
      module: { kind: 'source', language: 'cu', file, text },
      entry: cudaEntry,
      grid: [...pass.grid],
      block: [...pass.block],
      tensors: [...pass.tensors],
      scalars: [...pass.scalars],
      ...(pass.cuda && { cuda: launchOf(pass.cuda) }),
    };
  };
  return { dataType, tensors, passes: await Promise.all(plan.passes.map(buildPass)) };
}

function launchOf({ dynamicSharedBytes, tensorMaps }: CudaLaunch): ProgramPass['cuda'] {
  const maps = Object.entries(tensorMaps).map(([name, { extents, box, swizzleBytes }]) => [
    name,
    { extents: [...extents], box: [...box], swizzleBytes },
  ]);
  return { dynamicSharedBytes, tensorMaps: Object.fromEntries(maps) };
}
