import type { Program, ProgramPass } from '@stackbench/model';
import { classifyMessage, DeviceFailure, messageOf } from './failure.ts';

type SourceModule = Extract<ProgramPass['module'], { kind: 'source' }>;

const errorsShown = 3;

/** The pipelines of a program, and the host time that compiling them took. */
interface Compiled {
  pipelines: readonly GPUComputePipeline[];
  buildNs: number;
}

/** Compiles for one device. Kernels serve many problems, so each is compiled once and kept. */
export interface Compiler {
  /**
   * One pipeline for each pass. A pass that was compiled before counts with the time it took then.
   * @throws DeviceFailure: `compile-error` with file, line and text; `unsupported` naming the limit
   */
  compile(passes: Program['passes']): Promise<Compiled>;
}

export function createCompiler(device: GPUDevice): Compiler {
  const known = new Map<string, { pipeline: GPUComputePipeline; buildNs: number }>();

  async function compilePass({ module: source, entry }: ProgramPass) {
    if (source.kind !== 'source' || source.language !== 'wgsl') {
      throw new DeviceFailure('unsupported', 'A WebGPU worker runs WGSL sources only.');
    }
    const key = JSON.stringify([entry, source.text]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const start = performance.now();
    const module = await compileModule(device, source);
    const pipeline = await createPipeline(device, module, source.file, entry);
    const compiled = { pipeline, buildNs: (performance.now() - start) * 1e6 };
    known.set(key, compiled);
    return compiled;
  }

  return {
    compile: async (passes) => {
      const compiled = [];
      // One after the other, so that the time of each is its own.
      for (const pass of passes) compiled.push(await compilePass(pass));
      return {
        pipelines: compiled.map(({ pipeline }) => pipeline),
        buildNs: compiled.reduce((sum, { buildNs }) => sum + buildNs, 0),
      };
    },
  };
}

async function compileModule(device: GPUDevice, source: SourceModule): Promise<GPUShaderModule> {
  const module = device.createShaderModule({ label: source.file, code: source.text });
  const { messages } = await module.getCompilationInfo();
  const errors = messages.filter(({ type }) => type === 'error');
  if (errors.length === 0) return module;
  const shown = errors.slice(0, errorsShown).map((error) => describeError(source, error));
  if (errors.length > errorsShown) shown.push(`and ${errors.length - errorsShown} more`);
  throw new DeviceFailure('compile-error', shown.join('\n'));
}

/** `gemm/naive/kernel.wgsl:12: unresolved value 'x'`, and the line below. */
function describeError(source: SourceModule, error: GPUCompilationMessage): string {
  const text = source.text.split('\n')[error.lineNum - 1]?.trim() ?? '';
  const { file, origins = [] } = source;
  const where =
    source.origins === undefined ? `${file}:${error.lineNum}` : origins[error.lineNum - 1] || file;
  return `${where}: ${error.message.trim()}${text === '' ? '' : `\n    ${text}`}`;
}

async function createPipeline(
  device: GPUDevice,
  module: GPUShaderModule,
  file: string,
  entryPoint: string,
): Promise<GPUComputePipeline> {
  try {
    return await device.createComputePipelineAsync({
      label: file,
      layout: 'auto',
      compute: { module, entryPoint },
    });
  } catch (error) {
    const message = messageOf(error);
    throw new DeviceFailure(classifyMessage(message, 'compile-error'), `${file}: ${message}`);
  }
}
