import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';

/** One line of a kernel source, and where it stands: `gemm/naive/kernel.wgsl:12`. */
export interface SourceLine {
  text: string;
  origin: string;
}

const include = /^\s*\/\/@include (\S+)\s*$/;

/**
 * The lines of a source below `root`, with those of other files in the place of
 * `//@include gemm/vector-loads.wgsl` (a path below `root`, too).
 * @throws BenchError for a file that cannot be read, or that includes itself
 */
export async function readSource(
  root: string,
  file: string,
  includedBy: readonly string[] = [],
): Promise<SourceLine[]> {
  const chain = [...includedBy, file];
  if (includedBy.includes(file)) throw new BenchError(`${chain.join(' includes ')}, itself`);
  const lines = numberLines(file, await readText(root, file, includedBy));
  const nested = lines.map(async (line) => {
    const [, other] = include.exec(line.text) ?? [];
    return other === undefined ? [line] : readSource(root, other, chain);
  });
  return (await Promise.all(nested)).flat();
}

export function numberLines(file: string, text: string): SourceLine[] {
  return text.split('\n').map((line, at) => ({ text: line, origin: `${file}:${at + 1}` }));
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
