import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { numberOf } from '@stackbench/programs';
import { runCompiler } from '../src/build/nvcc.ts';
import { describeCompiler, type HostCompiler } from '../src/discover/host-compilers.ts';
import { type Watch, watches } from './watch.ts';

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

const plainFlags: readonly string[] = ['-std=c++20', '-O1'];

/** A compiler with flags, and where what it makes of the sources is kept: a folder named after all of these. */
interface Build {
  compiler: HostCompiler;
  flags: readonly string[];
  folder: string;
}

/**
 * The worker that is watched so, built with `compiler` below `cache` unless it is there already.
 * @throws BenchError with the compiler's message
 */
export async function buildWorker(
  compiler: HostCompiler,
  watch: Watch,
  cache: string,
): Promise<BuiltWorker> {
  const sources = await readSources();
  const buildWith = (flags: readonly string[]): Build => {
    const hash = createHash('sha256').update(JSON.stringify([compiler, flags]));
    for (const text of sources) hash.update(text);
    const folder = join(cache, 'emulation', hash.digest('hex').slice(0, 32));
    return { compiler, flags, folder };
  };
  const plain = buildWith(plainFlags);
  const watched = buildWith([...plainFlags, ...watches[watch].flags]);
  const { flags, folder } = watched;
  const file = join(folder, 'worker');
  const device = join(folder, 'device.o');
  if (!existsSync(file)) {
    const [worker] = await Promise.all([
      compileParts(plain, ['worker', 'kernel-builder']),
      provideDevice(watched, watch, device),
    ]);
    // Kernels are loaded later and call back into the worker: -rdynamic.
    await make(watched, ['-rdynamic', '-pthread', ...worker, device, '-ldl'], file);
  }
  return { file, flags: [...flags, ...(watches[watch].kernelFlags ?? [])], folder, device };
}

/** How it is started, to run kernels that are compiled for `architecture`, their threads in this order. */
export function workerArguments(
  { folder, flags }: BuiltWorker,
  compiler: HostCompiler,
  order: string,
  architecture: string,
): string[] {
  const args = {
    '--cache': join(folder, 'kernels'),
    '--shim': join(root, 'shim'),
    '--order': order,
    '--compiler': compiler.file,
  };
  // As nvcc does it: 800 for sm_80.
  const target = `-D__CUDA_ARCH__=${numberOf(architecture)}0`;
  return [...Object.entries(args).flat(), '--', ...flags, target];
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

/** What runs beside kernels is watched with them. The rest takes longest to compile, and is the same for each sanitizer. */
async function provideDevice(watched: Build, watch: Watch, file: string): Promise<void> {
  const threading = watch === 'thread' ? ['threads'] : ['fibers', 'stack-switch'];
  const banks = watch === 'banks' ? ['banks'] : [];
  const objects = await compileParts(watched, [...modelParts, ...threading, ...banks]);
  await make({ ...watched, flags: [] }, ['-r', ...objects], file);
}

function compileParts(build: Build, parts: readonly string[]): Promise<string[]> {
  return Promise.all(parts.map((part) => compilePart(build, part)));
}

async function compilePart(build: Build, part: string): Promise<string> {
  const object = join(build.folder, `${part}.o`);
  if (existsSync(object)) return object;
  const source = join(root, `${part}.cpp`);
  await make(build, ['-Wall', '-Wextra', '-c', source], object);
  return object;
}

async function make(
  { compiler, flags, folder }: Build,
  args: readonly string[],
  file: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Another process may be building the same: made beside, and renamed when it is complete.
  const beside = await mkdtemp(join(folder, 'build-'));
  try {
    await runCompiler(compiler.file, [...flags, ...args, '-o', 'made'], { cwd: beside });
    await rename(join(beside, 'made'), file);
  } catch (cause) {
    if (!(cause instanceof BenchError)) throw cause;
    throw new BenchError(`The emulation's worker does not compile:\n${cause.message}`, {
      cause,
      fix: `It needs a C++20 compiler; this is ${describeCompiler(compiler)}. CXX names another one.`,
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
