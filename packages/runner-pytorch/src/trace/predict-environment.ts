import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { LoaderReason, ServedLibrary } from '@stackbench/model';
import {
  type CachedLibrary,
  entries,
  libraryOf,
  type LoaderChoice,
  predictCudnnParts,
  predictLibraries,
  resolveLinks,
  readText,
} from '@stackbench/stacks';
import type { Environment, ToolOptions } from '@stackbench/workers';
import { correctReason, describeFile, type Surroundings } from './describe-libraries.ts';

export interface PredictRequest {
  interpreter: string;
  env: Environment;
  /** The folder of torch's package. */
  torchFolder: string;
  cache: readonly CachedLibrary[];
}

/**
 * Which files would serve torch, by the loader's own listing and the rules that cuDNN opens its parts by.
 * Nothing is imported, so what a program loads earlier by itself is not seen.
 */
export async function predictEnvironment(
  { interpreter, env, torchFolder, cache }: PredictRequest,
  surroundings: Pick<Surroundings, 'places' | 'findPackage' | 'cuda'>,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<Record<string, ServedLibrary>> {
  const caller = join(torchFolder, 'lib/libtorch_cuda.so');
  if (!existsSync(caller)) return {};
  const choices = await predictLibraries(caller, interpreter, env, options);
  const libraries: Record<string, ServedLibrary> = {};
  for (const { file, reason } of [...preloaded(torchFolder, choices), ...choices]) {
    const real = resolveLinks(file);
    const name = libraryOf(real) ?? libraryOf(file);
    if (name === null || libraries[name] !== undefined) continue;
    const served = describeFile(name, real, null, reason, surroundings);
    const parts = name === 'cudnn' ? predictParts(served.file, served.version) : [];
    libraries[name] = { ...served, proof: 'predicted', parts };
  }
  return libraries;

  function predictParts(shim: string, version: string | null) {
    if (version === null) return [];
    return predictCudnnParts(shim, version, { env, cache }).map(({ name, file, reason }) =>
      describeFile(name, resolveLinks(file), null, correctReason(reason, shim, file), surroundings),
    );
  }
}

/**
 * What torch's own Python opens by path before anything else asks for it: nvJitLink, where its CUDA
 * comes from pip's packages. The loader's listing cannot know.
 */
function preloaded(torchFolder: string, choices: readonly LoaderChoice[]): LoaderChoice[] {
  const site = dirname(torchFolder);
  const runtime = choices.find(({ file }) => libraryOf(file) === 'cudart');
  const isFromWheels = runtime !== undefined && resolveLinks(runtime.file).startsWith(`${site}/`);
  const says = /nvjitlink/i.test(readText(join(torchFolder, '__init__.py')) ?? '');
  if (!isFromWheels || !says) return [];
  const reason: LoaderReason = { kind: 'path', from: null };
  return entries(join(site, 'nvidia'))
    .flatMap((folder) => entries(join(folder, 'lib'), /^libnvJitLink\.so\.\d+$/))
    .map((file) => ({ library: basename(file), file, reason }));
}
