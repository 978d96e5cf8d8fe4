import type { CannotRun, ProgramRequest } from '@stackbench/engine';
import type { KernelPlan, Program } from '@stackbench/model';

/** A program of one call to the stack's own library. */
export function buildLibraryProgram(
  { operation, problem }: NonNullable<KernelPlan['library']>,
  { variant, dataType, tensors }: ProgramRequest,
): Program | CannotRun {
  if (variant.dataTypes.library?.includes(dataType) !== true) {
    return { unsupported: `${variant.name} is not asked for ${dataType}` };
  }
  return {
    dataType,
    tensors,
    passes: [
      {
        label: operation,
        module: { kind: 'library', operation, problem: { ...problem } },
        entry: '',
        grid: [1, 1, 1],
        block: [1, 1, 1],
        tensors: tensors.map(({ name }) => name),
        scalars: [],
      },
    ],
  };
}
