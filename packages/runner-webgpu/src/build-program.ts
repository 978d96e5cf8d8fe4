import {
  type CannotRun,
  type DataType,
  type KernelPass,
  type KernelVariant,
  type Program,
  type ProgramPass,
  type ProgramRequest,
  type Stack,
} from '@stackbench/model';
import { assembleWgsl } from './assemble-wgsl.ts';
import { findExceededLimit } from './limits.ts';
import { readSource } from './read-source.ts';

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
  const { variant, plan, dataType } = request;
  if (variant.dataTypes.wgsl?.includes(dataType) !== true) {
    return { unsupported: `${variant.name} has no WGSL source for ${dataType}` };
  }
  const missing = missingFeature(stack, variant, dataType);
  if (missing !== null) return { unsupported: `the adapter lacks ${missing}` };
  const program: Program = {
    dataType,
    tensors: request.tensors,
    passes: await Promise.all(plan.passes.map((pass) => buildPass(root, pass, variant, dataType))),
  };
  const exceeded = findExceededLimit(program, stack.facts);
  return exceeded === null ? program : { unsupported: exceeded };
}

function missingFeature(stack: Stack, variant: KernelVariant, dataType: DataType): string | null {
  const features = (stack.facts['features'] ?? []) as readonly string[];
  const needed = [...(dataType === 'f16' ? ['shader-f16'] : []), ...(variant.features ?? [])];
  const feature = needed.find((name) => !features.includes(name));
  if (feature !== undefined) return `the feature '${feature}'`;
  const matrices = (stack.facts['subgroupMatrixConfigs'] ?? []) as readonly string[];
  const { subgroupMatrix } = variant;
  return subgroupMatrix === undefined || matrices.includes(subgroupMatrix)
    ? null
    : `subgroup matrices of ${subgroupMatrix}`;
}

async function buildPass(
  root: string,
  pass: KernelPass,
  variant: KernelVariant,
  dataType: DataType,
): Promise<ProgramPass> {
  const file = `${pass.source}.wgsl`;
  const source = await readSource(root, file);
  const options = { dataType, constants: pass.constants, features: variant.features ?? [] };
  const shader = assembleWgsl(source, options);
  return {
    label: pass.label,
    module: { kind: 'source', language: 'wgsl', file, ...shader },
    entry: 'main',
    grid: [...pass.grid],
    block: [...pass.block],
    tensors: [...pass.tensors],
    scalars: [...pass.scalars],
  };
}
