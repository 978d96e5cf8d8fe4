import type { Program, ProgramPass } from '@stackbench/model';
import { classifyMessage, DeviceFailure, messageOf } from './failure.ts';

type SourceModule = Extract<ProgramPass['module'], { kind: 'source' }>;

const errorsShown = 3;

/**
 * One pipeline for each pass of the program. Passes of the same text share a module.
 * @throws DeviceFailure: `compile-error` with file, line and text; `unsupported` naming the limit
 */
export async function compilePasses(
  device: GPUDevice,
  passes: Program['passes'],
): Promise<GPUComputePipeline[]> {
  const modules = new Map<string, Promise<GPUShaderModule>>();
  return Promise.all(
    passes.map(async ({ module: source, entry }) => {
      if (source.kind !== 'source' || source.language !== 'wgsl') {
        throw new DeviceFailure('unsupported', 'A WebGPU worker runs WGSL sources only.');
      }
      const compiled = modules.get(source.text) ?? compileModule(device, source);
      modules.set(source.text, compiled);
      return createPipeline(device, await compiled, source.file, entry);
    }),
  );
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
  const line = source.lines === undefined ? error.lineNum : source.lines[error.lineNum - 1];
  const text = source.text.split('\n')[error.lineNum - 1]?.trim() ?? '';
  const where = line === undefined || line === 0 ? source.file : `${source.file}:${line}`;
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
