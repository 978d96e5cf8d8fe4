import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Artifact, provideArtifact } from './artifact-cache.ts';
import { type BuildTools, type CompilerLimits, runNvcc, toolsKey } from './nvcc.ts';
import { targetOptions } from './target-flag.ts';

/** A kernel's source with everything in it but the toolkit's own headers. */
export interface KernelSource {
  text: string;
  /** What to compile for: `sm_90a`, or PTX for `compute_90`. */
  architecture: string;
  /** Whether the machine code says which line it comes from. */
  lineInfo?: boolean;
}

export interface CompiledKernel extends Artifact {
  path: string;
  /** SHA-256 of the source and the flags. */
  recipe: string;
}

const flags = ['-std=c++17', '-O3', '-Xptxas=-v'];

/**
 * Compiles a kernel, unless `cache` has it.
 * @throws BenchError with nvcc's message, which names file and line
 */
export async function compileKernel(
  tools: BuildTools,
  { text, architecture, lineInfo = false }: KernelSource,
  cache: string,
  limits: CompilerLimits = {},
): Promise<CompiledKernel> {
  const { args: target, ending } = targetOptions(architecture);
  const args = [...target, ...flags, ...(lineInfo ? ['-lineinfo'] : [])];
  const output = `kernel.${ending}`;
  const artifact = await provideArtifact(cache, {
    key: ['kernel', ...toolsKey(tools), args, text],
    outputs: [output],
    build: async (folder) => {
      await writeFile(join(folder, 'kernel.cu'), text);
      return runNvcc(tools, [...args, '-o', output, 'kernel.cu'], { cwd: folder, ...limits });
    },
  });
  const recipe = createHash('sha256')
    .update(JSON.stringify([args, text]))
    .digest('hex');
  return { ...artifact, path: join(artifact.folder, output), recipe };
}
