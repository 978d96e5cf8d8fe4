import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { entries, readText, resolveLinks } from '@stackbench/stacks';

/** A library of the vendor beside a toolkit. */
export interface Library {
  file: string;
  /** As its header or its file's name says; null where neither does. */
  version: string | null;
}

interface Libraries {
  cublas: Library | null;
  cublasLt: Library | null;
  cudnn: Library | null;
}

/**
 * cuBLAS, with cuBLASLt, and cuDNN of a toolkit. cuDNN comes apart: into the toolkit's folders, into the system's, or as
 * a neighbour among pip's packages. NVIDIA's HPC SDK has its toolkits in `cuda/13.0`, and what belongs to them
 * in `math_libs/13.0`.
 */
export function findLibraries(
  prefix: string,
  includeFolder: string,
  libraryFolders: readonly string[],
): Libraries {
  const packages = dirname(prefix);
  const math = join(dirname(packages), 'math_libs', basename(prefix));
  const system = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64'];
  const isWheel = existsSync(join(packages, 'cudnn'));
  const findCublas = (name: string) =>
    findLibrary(name, [...libraryFolders, join(packages, 'cublas/lib'), join(math, 'lib64')], {
      header: [includeFolder, join(math, 'include')]
        .map((folder) => join(folder, 'cublas_api.h'))
        .find(existsSync),
      parts: ['CUBLAS_VER_MAJOR', 'CUBLAS_VER_MINOR', 'CUBLAS_VER_PATCH'],
    });
  return {
    cublas: findCublas('libcublas'),
    cublasLt: findCublas('libcublasLt'),
    cudnn: findLibrary(
      'libcudnn',
      [...libraryFolders, join(packages, 'cudnn/lib'), ...(isWheel ? [] : system)],
      {
        header: isWheel
          ? join(packages, 'cudnn/include/cudnn_version.h')
          : join(includeFolder, 'cudnn_version.h'),
        parts: ['CUDNN_MAJOR', 'CUDNN_MINOR', 'CUDNN_PATCHLEVEL'],
      },
    ),
  };
}

interface VersionHeader {
  header: string | undefined;
  parts: readonly string[];
}

function findLibrary(
  name: string,
  folders: readonly string[],
  versionHeader: VersionHeader,
): Library | null {
  for (const folder of folders) {
    // `libcublas.so.13` is what programs open; the unversioned name is for linking.
    const [file] = entries(folder, new RegExp(`^${name}\\.so\\.\\d+$`)).toReversed();
    if (file === undefined) continue;
    const [, long] = /\.so\.(\d+\.\d+\.\d+)/.exec(resolveLinks(file)) ?? [];
    return { file, version: long ?? readVersion(versionHeader) };
  }
  return null;
}

function readVersion({ header, parts }: VersionHeader): string | null {
  const text = (header === undefined ? null : readText(header)) ?? '';
  const numbers = parts.map(
    (part) => new RegExp(`^#define\\s+${part}\\s+(\\d+)`, 'm').exec(text)?.[1],
  );
  return numbers.every((number) => number !== undefined) ? numbers.join('.') : null;
}
