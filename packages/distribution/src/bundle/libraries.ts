import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BenchError } from '@stackbench/model';
import { runTool } from '@stackbench/workers';

/** Parts of the C library: they go with the loader and the kernel of the system, and can be of no other. */
const ofGlibc = /^(ld-linux.*|linux-vdso|lib(c|m|dl|pthread|rt|resolv|util))\.so/;

/**
 * The libraries besides glibc that a program needs, where the loader of this machine finds them.
 * @throws BenchError when one is missing
 */
export async function findLibraries(program: string): Promise<string[]> {
  const said = await runTool('ldd', [program], { timeoutMs: 10_000 });
  const lines = said.stdout.split('\n').map((line) => line.trim());
  const missing = lines.find((line) => line.endsWith('=> not found'));
  if (!said.ok || missing !== undefined) {
    throw new BenchError(`ldd ${program} ${said.ok ? `says: ${missing}` : said.reason}`, {
      fix: 'Install the library that it misses, as the bundle brings it along.',
    });
  }
  return lines
    .map((line) => /=> (\/\S+)/.exec(line)?.[1])
    .filter((file) => file !== undefined && !ofGlibc.test(basename(file)))
    .map((file) => file!)
    .toSorted();
}

/** The oldest glibc that has what these files ask of it: `2.34`. Each names the versions of the symbols that it takes. */
export async function neededGlibc(files: readonly string[]): Promise<string> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  const minors = texts.flatMap((text) =>
    [...text.matchAll(/\0GLIBC_2\.(\d+)(?:\.\d+)?(?=\0)/g)].map(([, minor]) => Number(minor)),
  );
  return `2.${Math.max(17, ...minors)}`;
}
