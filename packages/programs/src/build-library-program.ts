import {
  type CallProvider,
  callProviders,
  type CannotRun,
  type KernelPlan,
  type Program,
  type ProgramRequest,
} from '@stackbench/model';

const needed: Record<CallProvider, string> = {
  library: 'a library',
  'library-tuned': 'a library that times its algorithms on a GPU, as those for NVIDIA do',
  compiled: 'a compiler of operations, which PyTorch alone has',
};

/**
 * A program of one call to the stack's own library, or of what its compiler makes of that call. The
 * stack must have what the variant asks for: `providers`.
 */
export function buildLibraryProgram(
  { operation, problem }: NonNullable<KernelPlan['library']>,
  { variant, dataType, tensors }: Pick<ProgramRequest, 'variant' | 'dataType' | 'tensors'>,
  providers: readonly CallProvider[],
): Program | CannotRun {
  const kind = callProviders.find((provider) => variant.dataTypes[provider] !== undefined);
  if (kind === undefined) throw new Error(`${variant.name} plans a call that nobody computes`);
  if (!providers.includes(kind)) return { unsupported: `${variant.name} needs ${needed[kind]}` };
  if (variant.dataTypes[kind]?.includes(dataType) !== true) {
    return { unsupported: `${variant.name} is not asked for ${dataType}` };
  }
  return {
    dataType,
    tensors,
    passes: [
      {
        label: operation,
        module: { kind, operation, problem: { ...problem } },
        entry: '',
        grid: [1, 1, 1],
        block: [1, 1, 1],
        tensors: tensors.map(({ name }) => name),
        scalars: [],
      },
    ],
  };
}
