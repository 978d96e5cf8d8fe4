import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';

/** A kernel source, line by line; in the place of a line that includes another file stands that file. */
export interface KernelSource {
  /** Relative to the catalog's root: `gemm/naive/kernel.wgsl`. */
  file: string;
  lines: readonly (string | KernelSource)[];
}

const include = /^\s*#include "(.+)"\s*$/;

/**
 * A source below `root` with those that it includes, in any language: `#include "gemm/vector-loads.wgsl"`
 * names a path below `root`, too. An include in angle brackets is left to the compiler.
 * @throws BenchError for a file that cannot be read, or that includes itself
 */
export async function readSource(
  root: string,
  file: string,
  includedBy: readonly string[] = [],
): Promise<KernelSource> {
  const chain = [...includedBy, file];
  if (includedBy.includes(file)) throw new BenchError(`${chain.join(' includes ')}, itself`);
  const text = await readText(root, file, includedBy);
  const lines = text.split('\n').map(async (line) => {
    const other = include.exec(line)?.[1];
    return other === undefined ? line : readSource(root, other, chain);
  });
  return { file, lines: await Promise.all(lines) };
}

async function readText(root: string, file: string, includedBy: readonly string[]) {
  try {
    return await readFile(join(root, file), 'utf8');
  } catch (cause) {
    const by = includedBy.length === 0 ? '' : `, included by ${includedBy.at(-1)},`;
    const message = `The kernel source ${file}${by} cannot be read: ${String(cause)}`;
    throw new BenchError(message, { cause });
  }
}
