import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTool } from '../../../workers/test/support/fake-tree.ts';
import { runCompiler } from '../../src/build/nvcc.ts';

const fakes = join(import.meta.dirname, '../fake-gpu');

/**
 * A FAKE driver in `folder`, for the whole of stackbench: an nvidia-smi that names a GPU, and a libcuda that runs what
 * is launched on the host (see fake-gpu/libcuda.cpp: every kernel is a matrix product). Returns what finds them.
 * @param prefix a toolkit, for its headers
 */
export async function buildFakeDriver(
  prefix: string,
  folder: string,
): Promise<{ PATH: string; LD_LIBRARY_PATH: string }> {
  await writeTool(
    join(folder, 'nvidia-smi'),
    `# FAKE
    case "$*" in
    *compute-apps*) ;;
    *reasons*) echo '1980, 2619, 612.31, 61, 0x0000000000000004';;
    *uuid,pci*) echo 'GPU-fake, 00000000:01:00.0, Disabled, Enabled, Enabled';;
    *index*) echo '0, GPU-fake, FAKE GPU';;
    *) echo '610.43.02, FAKE GPU, 9.0, 1024';;
    esac`,
  );
  const source = join(fakes, 'libcuda.cpp');
  await compile(prefix, folder, ['-shared', '-fPIC', source, '-o', 'libcuda.so.1']);
  return { PATH: folder, LD_LIBRARY_PATH: folder };
}

/** Puts a FAKE runtime in the place of a toolkit's own, which nothing but NVIDIA's driver satisfies. */
export async function fakeRuntime(prefix: string): Promise<void> {
  const folder = join(prefix, 'lib');
  const [object, library] = ['fake-cudart.o', 'libcudart_static.a'];
  await compile(prefix, folder, ['-c', join(fakes, 'cudart.cpp'), '-o', object]);
  // Its file may be one with that of a package cache: removed, and not written over.
  await rm(join(folder, library));
  await runCompiler('ar', ['rcs', library, object], { cwd: folder });
}

async function compile(prefix: string, cwd: string, args: readonly string[]): Promise<void> {
  const include = ['-isystem', join(prefix, 'include')];
  await runCompiler('g++', ['-std=c++20', ...include, ...args], { cwd });
}
