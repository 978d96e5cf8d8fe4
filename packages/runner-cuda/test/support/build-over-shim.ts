import { join } from 'node:path';
import { kernelsRoot } from '@stackbench/programs';
import { cacheFolder } from '@stackbench/stacks';
import { runCompiler } from '../../src/build/nvcc.ts';
import { buildWorker } from '../../emulation/build-worker.ts';
import type { HostCompiler } from '../../src/discover/host-compilers.ts';

const emulation = join(import.meta.dirname, '..', '..', 'emulation');

/** A C++ program that uses device code and the emulation, but no worker. */
export interface ShimProgram {
  name: string;
  /** In `test/`. */
  source: string;
  macros: Readonly<Record<string, number>>;
}

/** Builds programs in `folder`, each a file of its name. */
export async function buildOverShim(
  compiler: HostCompiler,
  folder: string,
  programs: readonly ShimProgram[],
): Promise<void> {
  const compile = (args: readonly string[]) =>
    runCompiler(compiler.file, ['-std=c++20', '-O0', ...args], { cwd: folder });
  const { device } = await buildWorker(compiler, 'none', cacheFolder());
  const includes = [kernelsRoot, join(emulation, 'shim')].map((include) => `-I${include}`);
  await Promise.all(
    programs.map(({ name, source, macros }) => {
      const defines = Object.entries({ __CUDA_ARCH__: 800, ...macros });
      return compile([
        ...defines.map(([macro, value]) => `-D${macro}=${value}`),
        ...includes,
        '-o',
        name,
        join(import.meta.dirname, '..', source),
        device,
      ]);
    }),
  );
}
