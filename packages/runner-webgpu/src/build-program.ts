import {
  type CannotRun,
  type DataType,
  dataTypeTraits,
  type KernelVariant,
  type Program,
  type ProgramRequest,
  readFact,
  type Stack,
} from '@stackbench/model';
import { buildWgslProgram } from '@stackbench/programs';
import { findExceededLimit } from './limits.ts';

/**
 * The program for one case, from the sources below `root`; or the feature or limit that the stack
 * lacks.
 * @throws BenchError for a source that is missing, or whose directives are broken
 */
export async function buildProgram(
  root: string,
  stack: Stack,
  request: ProgramRequest,
): Promise<Program | CannotRun> {
  const program = await buildWgslProgram(root, request);
  if ('unsupported' in program) return program;
  const missing = missingFeature(stack, request.variant, request.dataType);
  if (missing !== null) return { unsupported: `the adapter lacks ${missing}` };
  const exceeded = findExceededLimit(program, stack.facts);
  return exceeded === null ? program : { unsupported: exceeded };
}

function missingFeature(stack: Stack, variant: KernelVariant, dataType: DataType): string | null {
  const features = readFact(stack.facts, 'features') ?? [];
  const isHalf = dataTypeTraits(dataType).stored === 'f16';
  const needed = [...(isHalf ? ['shader-f16'] : []), ...(variant.features ?? [])];
  const feature = needed.find((name) => !features.includes(name));
  return feature === undefined ? null : `the feature '${feature}'`;
}
