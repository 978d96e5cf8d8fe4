import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError, type DataType } from '@stackbench/model';

export interface CudaSourceOptions {
  /** Below the catalog's root, with its extension: `gemm/naive/kernel.cu`. */
  file: string;
  dataType: DataType;
  constants: Readonly<Record<string, number>>;
}

/** The function that every `.cu` of the catalog defines. */
export const cudaEntry = 'kernel';

const ownInclude = /^#include "(.+)"$/;

/**
 * One text that nvcc, NVRTC or a host compiler takes as it is: the data type and the constants as
 * macros, and the project's own headers in the place where they are included (their guards keep
 * them from coming twice). `#line` directives make compilers name the lines of the files; `<…>`
 * includes are left to the toolkit. Macros that the source does not use are left out, so that
 * problems which differ in them alone share a build.
 * @throws BenchError for a source that cannot be read
 */
export async function assembleCuda(root: string, options: CudaSourceOptions): Promise<string> {
  const macros = {
    [`DATA_TYPE_${options.dataType.toUpperCase()}`]: 1,
    ...options.constants,
  };
  const source = (await expandFile(root, options.file)).join('\n');
  const isUsed = (name: string) => new RegExp(`\\b${name}\\b`).test(source);
  const used = Object.entries(macros).filter(([name]) => isUsed(name));
  return [...used.map(([name, value]) => `#define ${name} ${value}`), source].join('\n');
}

async function expandFile(root: string, file: string): Promise<string[]> {
  const lines = (await readSource(root, file)).split('\n');
  const expanded = await Promise.all(
    lines.map(async (text, i) => {
      const header = ownInclude.exec(text)?.[1];
      if (header === undefined) return [text];
      return [...(await expandFile(root, header)), `#line ${i + 2} "${file}"`];
    }),
  );
  return [`#line 1 "${file}"`, ...expanded.flat()];
}

async function readSource(root: string, file: string): Promise<string> {
  try {
    return await readFile(join(root, file), 'utf8');
  } catch (cause) {
    throw new BenchError(`The kernel source ${file} cannot be read: ${String(cause)}`, { cause });
  }
}
