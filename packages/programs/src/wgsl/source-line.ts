import type { KernelSource } from '../read-source.ts';

/** One line of a kernel source, and where it stands: `gemm/naive/kernel.wgsl:12`. */
export interface SourceLine {
  text: string;
  origin: string;
}

/** The lines of a source, each with its place in the file that it comes from. */
export function locateLines({ file, lines }: KernelSource): SourceLine[] {
  return lines.flatMap((line, at) =>
    typeof line === 'string' ? [{ text: line, origin: `${file}:${at + 1}` }] : locateLines(line),
  );
}
