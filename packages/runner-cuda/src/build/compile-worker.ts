import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { inParallel } from '@stackbench/stacks';
import { provideArtifact } from './artifact-cache.ts';
import { type BuildTools, runCompiler, runNvcc, toolsKey } from './nvcc.ts';
import { targetOptions } from './target-flag.ts';

/** The native worker of a toolkit, for one architecture. */
export interface NativeWorker {
  file: string;
  /** The code that it runs on the device itself. */
  helpers: string;
}

const root = join(import.meta.dirname, '../../worker');
const native = join(root, 'native');
const hostFlags = ['-std=c++20', '-O2', '-Wall', '-Wextra'];

/**
 * Builds the worker, unless `cache` has it: its C++ by the host's compiler against the toolkit's headers
 * and static runtime, its device code by nvcc.
 * @throws BenchError with the compiler's message
 */
export async function compileWorker(
  tools: BuildTools,
  architecture: string,
  cache: string,
  signal?: AbortSignal,
): Promise<NativeWorker> {
  const { toolkit, hostCompiler } = tools;
  const { staticRuntime } = toolkit;
  if (staticRuntime === null) throw new BenchError('The toolkit has no libcudart_static.a.');
  const { args: deviceFlags, ending } = targetOptions(architecture);
  const helpersFile = `helpers.${ending}`;
  const sources = (await readdir(native)).filter((name) => name.endsWith('.cpp')).toSorted();
  const { folder } = await provideArtifact(cache, {
    key: ['worker', ...toolsKey(tools), deviceFlags, hostFlags, await readSources()],
    outputs: ['worker', helpersFile],
    build: async (cwd) => {
      const options = { cwd, signal };
      const include = ['-isystem', toolkit.includeFolder];
      const helpers = join(native, 'helpers.cu');
      const steps = [
        () => runNvcc(tools, [...deviceFlags, '-o', helpersFile, helpers], options),
        ...sources.map((source) => () => {
          const args = [
            ...hostFlags,
            ...include,
            '-c',
            join(native, source),
            '-o',
            objectOf(source),
          ];
          return runCompiler(hostCompiler.file, args, options);
        }),
      ];
      const said = await inParallel(steps, availableParallelism(), (step) => step());
      const libraries = ['-ldl', '-lrt', '-lpthread'];
      const link = [...sources.map(objectOf), '-o', 'worker', staticRuntime, ...libraries];
      said.push(await runCompiler(hostCompiler.file, link, options));
      return said.filter((text) => text !== '').join('\n');
    },
  });
  return { file: join(folder, 'worker'), helpers: join(folder, helpersFile) };
}

function objectOf(source: string): string {
  return `${basename(source, '.cpp')}.o`;
}

async function readSources(): Promise<string[]> {
  const files = (await Promise.all([root, native].map(listSources))).flat();
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}

async function listSources(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /\.(cpp|cu|hpp|h)$/.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}
