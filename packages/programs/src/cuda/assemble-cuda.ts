import type { DataType } from '@stackbench/model';
import { type KernelSource, readSource } from '../read-source.ts';

export interface CudaSourceOptions {
  /** Below the catalog's root, with its extension: `gemm/naive/kernel.cu`. */
  file: string;
  dataType: DataType;
  constants: Readonly<Record<string, number>>;
}

/** The function that every `.cu` of the catalog defines. */
export const cudaEntry = 'kernel';

/**
 * One text that nvcc, NVRTC or a host compiler takes as it is: the data type and the constants as
 * macros, and the project's own headers in the place where they are included (their guards keep
 * them from coming twice). `#line` directives make compilers name the lines of the files. Macros that
 * the source does not use are left out, so that problems which differ in them alone share a build.
 * @throws BenchError for a source that cannot be read, or that includes itself
 */
export async function assembleCuda(root: string, options: CudaSourceOptions): Promise<string> {
  const macros = {
    [`DATA_TYPE_${options.dataType.toUpperCase()}`]: 1,
    ...options.constants,
  };
  const source = writeOut(await readSource(root, options.file)).join('\n');
  const isUsed = (name: string) => new RegExp(`\\b${name}\\b`).test(source);
  const used = Object.entries(macros).filter(([name]) => isUsed(name));
  return [...used.map(([name, value]) => `#define ${name} ${value}`), source].join('\n');
}

function writeOut({ file, lines }: KernelSource): string[] {
  const expanded = lines.flatMap((line, at) =>
    typeof line === 'string' ? [line] : [...writeOut(line), `#line ${at + 2} "${file}"`],
  );
  return [`#line 1 "${file}"`, ...expanded];
}
