import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import type { ToolkitLayer } from '@stackbench/model';
import type { Environment } from '@stackbench/workers';
import { cacheFolder } from '../cache-folder.ts';
import { entries, isExecutable, isFile, resolveLinks } from '../folders.ts';
import { findOwnEnvironments } from '../own-environments.ts';
import type { CachedLibrary } from '../loader/loader-cache.ts';
import type { PythonEnvironment } from '../python/python-environment.ts';
import { type EnvironmentPlaces, systemPath } from '../python/environment-places.ts';
import { sitePackages } from '../python/site-packages.ts';
import { readLibraries } from './read-libraries.ts';
import { libraryOf } from './library-names.ts';
import { readToolkitVersion } from './toolkit-version.ts';

export interface ToolkitPlaces extends EnvironmentPlaces {
  environments: readonly PythonEnvironment[];
  cache: readonly CachedLibrary[];
}

/** A folder that may be a toolkit's, and the folders of its libraries. */
interface Candidate {
  name: string | null;
  prefix: string;
  folders: readonly string[];
  foundBy: string;
  kind: ToolkitLayer['kind'];
}

/**
 * Every set of CUDA libraries on this machine, found by the libraries themselves: named by a variable,
 * in the system's usual places, the HPC SDK, the loader's cache and path, conda environments and pip's
 * packages. nvcc and headers are facts of a toolkit, not the way to it. Each once, with all ways that led to it.
 */
export function findToolkitLayers(places: ToolkitPlaces): ToolkitLayer[] {
  const found = new Map<string, Candidate & { ways: string[] }>();
  const candidates = [
    ...named(places.env),
    ...inSystem(places),
    ...inLoaderPath(places.env),
    ...inLoaderCache(places.cache),
    ...inEnvironments(places.environments),
    ...own(places.env),
  ];
  for (const candidate of candidates) {
    const prefix = resolveLinks(candidate.prefix);
    const known = found.get(prefix);
    if (known === undefined) {
      found.set(prefix, { ...candidate, prefix, ways: [candidate.foundBy] });
    } else if (!known.ways.includes(candidate.foundBy)) {
      known.ways.push(candidate.foundBy);
    }
    // A variable or the loader's path may lead into an environment.
    if (known?.kind === 'system') {
      known.kind = candidate.kind;
      known.name = candidate.name;
    }
  }
  return [...found.values()].flatMap(describe);
}

function describe(candidate: Candidate & { ways: string[] }): ToolkitLayer[] {
  const { prefix, folders, kind, ways } = candidate;
  const libraries = readLibraries(folders);
  const nvcc = compilers(prefix).find(isExecutable);
  // A folder with no more than, say, NCCL is no toolkit.
  const isToolkit = ['cudart', 'cublas', 'cudnn'].some((name) => name in libraries);
  if (!isToolkit && nvcc === undefined) return [];
  return [
    {
      name: candidate.name,
      prefix,
      version: readToolkitVersion(prefix, libraries['cudart']?.version ?? null),
      foundBy: ways,
      kind,
      nvcc:
        nvcc === undefined
          ? null
          : {
              file: nvcc,
              version: null,
              newestGcc: null,
              hostCompiler: null,
              architectures: [],
              problem: null,
            },
      hasHeaders: headers(prefix).some(isFile),
      isLinkable: folders.some((folder) => isFile(join(folder, 'libcudart.so'))),
      libraries,
    },
  ];
}

const nvccName = process.platform === 'win32' ? 'nvcc.exe' : 'nvcc';

/** pip spreads a toolkit's folders below `nvidia`. */
function compilers(prefix: string): string[] {
  return [prefix, ...entries(prefix, /^cu/)].map((folder) => join(folder, 'bin', nvccName));
}

function headers(prefix: string): string[] {
  return [
    prefix,
    join(prefix, 'targets/x86_64-linux'),
    join(prefix, 'targets/sbsa-linux'),
    ...entries(prefix, /^cu/),
  ].map((folder) => join(folder, 'include/cuda_runtime_api.h'));
}

function libraryFolders(prefix: string): string[] {
  return ['lib64', 'lib', 'targets/x86_64-linux/lib', 'targets/sbsa-linux/lib', 'bin'].map((name) =>
    join(prefix, name),
  );
}

function at(prefix: string, foundBy: string, kind: ToolkitLayer['kind'] = 'system'): Candidate {
  const site = siteOfWheel(resolveLinks(prefix));
  if (site !== null) return { ...wheels(site, kind), foundBy };
  return { name: null, prefix, folders: libraryFolders(prefix), foundBy, kind };
}

function named(env: Environment): Candidate[] {
  return ['CUDA_HOME', 'CUDA_PATH'].flatMap((variable) => {
    const prefix = env[variable];
    return prefix === undefined || prefix === '' ? [] : [at(prefix, variable)];
  });
}

function inSystem(places: ToolkitPlaces): Candidate[] {
  const local = systemPath(places, 'usr/local');
  const sdks = ['x86_64', 'aarch64'].flatMap((machine) =>
    entries(systemPath(places, `opt/nvidia/hpc_sdk/Linux_${machine}`), /^\d/),
  );
  const root = places.env['NVHPC_ROOT'];
  return [
    ...entries(local, /^cuda-/).map((prefix) => at(prefix, '/usr/local')),
    at(join(local, 'cuda'), '/usr/local'),
    at(systemPath(places, 'opt/cuda'), '/opt/cuda'),
    at(systemPath(places, 'usr/lib/cuda'), 'distribution package'),
    ...[...sdks, ...(root === undefined ? [] : [root])].flatMap((sdk) =>
      entries(join(sdk, 'cuda'), /^\d/).map((prefix) => ({
        ...at(prefix, 'HPC SDK'),
        // Its libraries of mathematics lie apart, under the same number.
        folders: [
          ...libraryFolders(prefix),
          ...libraryFolders(join(sdk, 'math_libs', basename(prefix))),
        ],
      })),
    ),
  ];
}

/** Folders of the variable with libraries of CUDA in them. */
function inLoaderPath(env: Environment): Candidate[] {
  return (env['LD_LIBRARY_PATH'] ?? '')
    .split(':')
    .filter((folder) => folder.startsWith('/') && entries(folder).some((file) => isTelling(file)))
    .map((folder) => around(folder, 'LD_LIBRARY_PATH'));
}

function inLoaderCache(cache: readonly CachedLibrary[]): Candidate[] {
  const folders = cache.filter(({ file }) => isTelling(file)).map(({ file }) => dirname(file));
  return [...new Set(folders)].map((folder) => around(folder, 'ld.so.cache'));
}

function isTelling(file: string): boolean {
  const library = libraryOf(file);
  return library === 'cudart' || library === 'cublas' || library === 'cudnn';
}

/** The toolkit around a folder of libraries: `/usr/local/cuda-13.0` of its `lib64`. */
function around(folder: string, foundBy: string): Candidate {
  const real = resolveLinks(folder);
  const [, above] = /^(.+?)(?:\/targets\/[\w-]+)?\/lib(?:64)?$/.exec(real) ?? [];
  const site = above === undefined ? null : siteOfWheel(above);
  if (site !== null) return { ...wheels(site, 'system'), foundBy };
  const isShared = above === undefined || /^\/(usr(\/local)?)?$/.test(above);
  const prefix = isShared ? real : above;
  return { name: null, prefix, folders: [real], foundBy, kind: 'system' };
}

function inEnvironments(environments: readonly PythonEnvironment[]): Candidate[] {
  return environments.flatMap(({ prefix, kind, name }) => {
    const isConda = kind === 'conda' || kind === 'pixi';
    const conda = isConda ? [at(prefix, 'conda packages', 'environment')] : [];
    const all = [...conda, ...sitePackages(prefix).map((site) => wheels(site, 'environment'))];
    return all.map((each) => ({ ...each, name: `${kind}/${name}` }));
  });
}

/** The folder that `nvidia/cu13` or `nvidia/cudnn` lies in: one toolkit, be its parts named one by one. */
function siteOfWheel(prefix: string): string | null {
  return /^(.+)\/nvidia\/(?:cu\d+|cuda_\w+|cublas|cudnn)$/.exec(prefix)?.[1] ?? null;
}

/** pip's packages: `nvidia/cu13/lib`, `nvidia/cudnn/lib`, in older ones `nvidia/cublas/lib`. */
function wheels(site: string, kind: ToolkitLayer['kind']): Candidate {
  const prefix = join(site, 'nvidia');
  const folders = entries(prefix).map((folder) => join(folder, 'lib'));
  return { name: null, prefix, folders, foundBy: 'pip packages', kind };
}

function own(env: Environment): Candidate[] {
  return findOwnEnvironments(join(cacheFolder(env), 'environments'))
    .filter(({ record }) => record.kind === 'toolkit')
    .map(({ prefix, record }) => ({
      ...wheels(prefix, 'own'),
      name: record.setup,
      foundBy: "stackbench's own environments",
    }));
}
