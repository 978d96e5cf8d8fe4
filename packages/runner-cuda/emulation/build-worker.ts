import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { runCompiler } from '../src/build/nvcc.ts';
import { describeCompiler, type HostCompiler } from '../src/discover/host-compilers.ts';
import { type Sanitizer, sanitizers } from './sanitizer.ts';

/** A worker on disk. */
export interface BuiltWorker {
  file: string;
  /** Flags that its kernels must be compiled with as well. */
  flags: readonly string[];
  /** Named after all that went into the worker, so kernels in it fit no other. */
  folder: string;
  /** The device by itself, for a program that runs kernels without a worker: an object file. */
  device: string;
}

const root = import.meta.dirname;

/** Folders whose sources go into a worker. */
const sourceFolders = [root, join(root, 'shim'), join(root, '..', 'worker')];

/**
 * The worker for `sanitizer`, built with `compiler` below `cache` unless it is there already.
 * @throws BenchError with the compiler's message
 */
export async function buildWorker(
  compiler: HostCompiler,
  sanitizer: Sanitizer,
  cache: string,
): Promise<BuiltWorker> {
  const flags = ['-std=c++20', '-O1', ...sanitizers[sanitizer].flags];
  const hash = createHash('sha256').update(JSON.stringify([compiler, flags]));
  for (const text of await readSources()) hash.update(text);
  const folder = join(cache, 'emulation', hash.digest('hex').slice(0, 32));
  const file = join(folder, 'worker');
  const device = join(folder, 'device.o');
  if (!existsSync(file)) await compile(compiler, sanitizer, flags, folder, file);
  return { file, flags, folder, device };
}

/** What the device does beside running threads, in files of these names. */
const modelParts = [
  'barriers',
  'cluster',
  'copies',
  'operand',
  'products',
  'registers',
  'shared-memory',
  'tensor-copies',
  'tensor-map',
];

async function readSources(): Promise<string[]> {
  const names = await Promise.all(
    sourceFolders.map(async (folder) =>
      (await readdir(folder))
        .filter((name) => /\.(cpp|hpp|h)$/.test(name))
        .toSorted()
        .map((name) => join(folder, name)),
    ),
  );
  return Promise.all(names.flat().map((name) => readFile(name, 'utf8')));
}

async function compile(
  compiler: HostCompiler,
  sanitizer: Sanitizer,
  flags: readonly string[],
  folder: string,
  file: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Another process may be building the same: made beside, and renamed when it is complete.
  const beside = await mkdtemp(join(folder, 'build-'));
  const run = async (args: readonly string[]) => {
    try {
      await runCompiler(compiler.file, args, { cwd: beside });
    } catch (cause) {
      if (!(cause instanceof BenchError)) throw cause;
      throw new BenchError(`The emulation's worker does not compile:\n${cause.message}`, {
        cause,
        fix: `It needs a C++20 compiler; this is ${describeCompiler(compiler)}. CXX names another one.`,
      });
    }
  };
  try {
    const threading = sanitizer === 'thread' ? ['threads'] : ['fibers', 'stack-switch'];
    const deviceParts = [...modelParts, ...threading];
    const parts = ['worker', 'kernel-builder', ...deviceParts];
    const compilePart = (part: string) =>
      run([...flags, '-Wall', '-Wextra', '-c', join(root, `${part}.cpp`), '-o', `${part}.o`]);
    await Promise.all(parts.map(compilePart));
    await run(['-r', '-o', 'device.o', ...deviceParts.map((part) => `${part}.o`)]);
    const objects = ['worker.o', 'kernel-builder.o', 'device.o'];
    // Kernels are loaded later and call back into the worker: -rdynamic.
    await run([...flags, '-rdynamic', '-pthread', '-o', 'worker', ...objects, '-ldl']);
    await rename(join(beside, 'device.o'), join(folder, 'device.o'));
    await rename(join(beside, 'worker'), file);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
