import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkerCommand } from '@stackbench/workers';
import { inParallel } from '@stackbench/stacks';
import { targetFlag } from '../../src/build/target-flag.ts';
import { type BuildTools, runCompiler, runNvcc } from '../../src/build/nvcc.ts';
import { nativeCommand } from '../../src/native-command.ts';

const fakes = join(import.meta.dirname, '../fake-gpu');
const native = join(import.meta.dirname, '../../worker/native');

/**
 * The native worker over a driver without a GPU (see fake-gpu/libcuda.cpp), built in `folder`. Its
 * own sources but for the runtime, which needs a real driver; the vendor's libraries are faked where
 * their headers are there.
 */
export async function buildFakeGpu(
  { toolkit, hostCompiler }: BuildTools,
  folder: string,
): Promise<WorkerCommand> {
  const options = { cwd: folder };
  const sources = (await readdir(native)).filter(
    (name) => name.endsWith('.cpp') && name !== 'runtime.cpp',
  );
  const include = [toolkit.includeFolder, join(toolkit.prefix, '../cudnn/include')].flatMap(
    (path) => ['-isystem', path],
  );
  const compile = (args: readonly string[]) =>
    runCompiler(
      hostCompiler.file,
      ['-std=c++20', '-Wall', '-Wextra', '-Wno-deprecated-declarations', ...include, ...args],
      options,
    );
  const library = (name: string, output: string) =>
    compile(['-shared', '-fPIC', join(fakes, `${name}.cpp`), '-o', output]);
  const object = (file: string, name: string) => compile(['-c', file, '-o', `${name}.o`]);
  const { cublas, cublasLt, cudnn } = toolkit;
  await inParallel(
    [
      ...sources.map((name) => () => object(join(native, name), name)),
      () => object(join(fakes, 'runtime.cpp'), 'runtime.cpp'),
      () => library('libcuda', 'libcuda.so.1'),
      ...(cublas === null ? [] : [() => library('libcublas', 'libcublas.so.13')]),
      ...(cublasLt === null ? [] : [() => library('libcublasLt', 'libcublasLt.so.13')]),
      ...(cudnn === null ? [] : [() => library('libcudnn', 'libcudnn.so.9')]),
      () =>
        runNvcc(
          { toolkit, hostCompiler },
          ['-cubin', targetFlag('sm_90a'), '-o', 'helpers.cubin', join(native, 'helpers.cu')],
          options,
        ),
    ],
    2,
    (step) => step(),
  );
  const objects = [...sources, 'runtime.cpp'].map((name) => `${name}.o`);
  await runCompiler(hostCompiler.file, [...objects, '-o', 'worker', '-ldl'], options);
  const libraryIn = (name: string) => ({ file: join(folder, name), version: null });
  const command = nativeCommand(
    {
      cublas: cublas === null ? null : libraryIn('libcublas.so.13'),
      cublasLt: cublasLt === null ? null : libraryIn('libcublasLt.so.13'),
      cudnn: cudnn === null ? null : libraryIn('libcudnn.so.9'),
    },
    { file: join(folder, 'worker'), helpers: join(folder, 'helpers.cubin') },
  );
  return { ...command, env: { ...command.env, LD_LIBRARY_PATH: folder } };
}
