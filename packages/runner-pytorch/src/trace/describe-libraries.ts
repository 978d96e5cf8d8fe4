import { basename, dirname } from 'node:path';
import type { LoaderReason, ServedLibrary, ServingFile } from '@stackbench/model';
import {
  type FindPackage,
  findOwner,
  type OwnerPlaces,
  readElf,
  resolveLinks,
  versionInName,
} from '@stackbench/stacks';
import { type Environment } from '@stackbench/workers';
import type { Trace } from './run-trace.ts';

export interface Surroundings {
  places: OwnerPlaces;
  findPackage: FindPackage;
  env: Environment;
  /** The CUDA that the framework was built for, and so the version of a runtime that is packed into it. */
  cuda: string | null;
  /** Loaded before the framework, on purpose. */
  first: readonly string[];
}

/** What a process has proven, with owner, package and reason of each file. */
export function describeLibraries(
  trace: Trace,
  surroundings: Surroundings,
): Record<string, ServedLibrary> {
  const libraries: Record<string, ServedLibrary> = {};
  for (const line of trace.lines) {
    if (line.fact !== 'library') continue;
    const { name, file, version, how } = line;
    const isStatic = how === 'static';
    const reason = isStatic ? null : reasonOf(file, trace, surroundings);
    const served = describeFile(name, file, version, reason, surroundings);
    const parts = name === 'cudnn' && !isStatic ? describeParts(served, trace, surroundings) : [];
    libraries[name] = { ...served, proof: how, parts };
  }
  const { cublas, cublasLt } = libraries;
  if (cublas !== undefined && cublasLt !== undefined && isPairedAcross(cublas, cublasLt)) {
    // cuBLAS tells the version of the cuBLASLt under it.
    const version = versionInName(cublas.file) ?? versionOfPackage(cublas.package);
    libraries['cublas'] = { ...cublas, version };
  }
  return libraries;
}

function isPairedAcross(cublas: ServedLibrary, cublasLt: ServedLibrary): boolean {
  return cublas.proof !== 'static' && dirname(cublas.file) !== dirname(cublasLt.file);
}

/** A file's owner, package and version, for whatever is known of how it was found. */
export function describeFile(
  name: string,
  file: string,
  said: string | null,
  reason: LoaderReason | null,
  { places, findPackage, cuda }: Pick<Surroundings, 'places' | 'findPackage' | 'cuda'>,
): ServingFile {
  const owned = findPackage(file);
  const packedIn = name === 'cudart' && owned?.name === 'torch' ? cuda : null;
  return {
    name,
    file,
    owner: findOwner(file, places),
    package: owned,
    version: said ?? versionInName(file) ?? versionOfPackage(owned) ?? packedIn,
    reason,
  };
}

/** Of pip's packages NVIDIA's own are numbered as their libraries are; torch's is not as what it has packed in. */
function versionOfPackage(owned: ServingFile['package']): string | null {
  if (owned === null || (owned.manager === 'pip' && !/^nvidia[-_]/.test(owned.name))) return null;
  return owned.version;
}

/** The parts that cuDNN has opened so far. */
function describeParts(shim: ServingFile, trace: Trace, surroundings: Surroundings): ServingFile[] {
  const mapped = trace.lines.flatMap((line) => (line.fact === 'mapped' ? line.files : []));
  const files = [...new Set(mapped)].filter((file) => /^libcudnn_\w+\.so/.test(basename(file)));
  return files.map((file) => {
    const name = basename(file).replace(/^lib|\.so.*$/g, '');
    const reason = correctReason(reasonOf(file, trace, surroundings), shim.file, file);
    // The entry asks its part `graph` for the version that it tells.
    const said = /^cudnn_(graph|ops_infer)$/.test(name) ? shim.version : null;
    return describeFile(name, file, said, reason, surroundings);
  });
}

/**
 * The loader names the file whose path led it to a folder *first*, whatever led it there now; what the
 * shim itself says decides where its parts are looked for.
 */
export function correctReason(
  reason: LoaderReason | null,
  shim: string,
  part: string,
): LoaderReason | null {
  if (reason?.kind !== 'rpath' && reason?.kind !== 'runpath') return reason;
  if (dirname(shim) !== dirname(part)) return reason;
  const elf = readElf(shim);
  if ((elf?.runpath.length ?? 0) > 0) return { kind: 'runpath', from: shim };
  return (elf?.rpath.length ?? 0) > 0 ? { kind: 'rpath', from: shim } : reason;
}

/** Those that LD_PRELOAD names by path, links resolved as in all that is told of them. */
function preloadedFiles(env: Environment): string[] {
  const named = (env['LD_PRELOAD'] ?? '').split(/[ :]/).filter((each) => each.includes('/'));
  return named.map(resolveLinks);
}

function reasonOf(
  file: string,
  { reasons }: Trace,
  { env, first }: Surroundings,
): LoaderReason | null {
  if (first.includes(file)) return { kind: 'loaded-before', from: null };
  if (preloadedFiles(env).includes(file)) {
    return { kind: 'preload', from: 'LD_PRELOAD' };
  }
  const found = reasons[file];
  if (found !== undefined) return found;
  // Nothing was searched: it was opened by its path, or the loader keeps no log.
  return Object.keys(reasons).length === 0 ? null : { kind: 'path', from: null };
}
