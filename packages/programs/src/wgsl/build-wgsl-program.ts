import type {
  CannotRun,
  KernelPass,
  Program,
  ProgramPass,
  ProgramRequest,
} from '@stackbench/model';
import { readSource } from '../read-source.ts';
import { sourcePass } from '../source-pass.ts';
import { assembleWgsl } from './assemble-wgsl.ts';
import { locateLines } from './source-line.ts';

/** The function that every `.wgsl` of the catalog defines. */
const wgslEntry = 'main';

/**
 * The program for one case, from the WGSL sources below `root`.
 * @throws BenchError for a source that is missing, or whose directives are broken
 */
export async function buildWgslProgram(
  root: string,
  { variant, plan, dataType, tensors }: ProgramRequest,
): Promise<Program | CannotRun> {
  const { name, dataTypes, features = [] } = variant;
  if (dataTypes.wgsl?.includes(dataType) !== true) {
    return { unsupported: `${name} has no WGSL source for ${dataType}` };
  }
  const buildPass = async (pass: KernelPass): Promise<ProgramPass> => {
    const file = `${pass.source}.wgsl`;
    const lines = locateLines(await readSource(root, file));
    const shader = assembleWgsl(lines, { dataType, constants: pass.constants, features });
    return sourcePass(pass, wgslEntry, { language: 'wgsl', file, ...shader });
  };
  return { dataType, tensors, passes: await Promise.all(plan.passes.map(buildPass)) };
}
