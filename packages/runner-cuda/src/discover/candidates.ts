import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import {
  entries,
  type EnvironmentPlaces,
  findEnvironments,
  findOwnEnvironments,
  isExecutable,
  resolveLinks,
  searchPath,
  sitePackages,
} from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';

/** An nvcc that may lead to a toolkit. */
export interface Candidate {
  nvcc: string;
  /** How it was found, for people: `CUDA_HOME`, `PATH`, `/usr/local`. */
  foundBy: string;
}

/**
 * Every nvcc in the places where toolkits are: named by a variable, on PATH, in the system, in conda
 * environments, and among pip's packages. A file that two ways lead to counts once, for the first.
 */
export function findCandidates(options: EnvironmentPlaces): Candidate[] {
  const found = [
    ...namedPrefixes(options),
    ...onPath(options.env),
    ...systemPrefixes(options),
    ...pythonPrefixes(options),
    ...findOwnEnvironments(options.ownFolder)
      .flatMap(({ prefix }) => packageCompilers(prefix))
      .map((nvcc) => ({ nvcc, foundBy: "stackbench's own environments" })),
  ];
  const byFile = new Map<string, Candidate>();
  for (const { nvcc, foundBy } of found.filter((candidate) => isExecutable(candidate.nvcc))) {
    const file = resolveCompiler(nvcc);
    if (!byFile.has(file)) byFile.set(file, { nvcc: file, foundBy });
  }
  return [...byFile.values()];
}

/**
 * The file to start nvcc as. It finds its toolkit from where it was started, by the `nvcc.profile`
 * beside it: a link to an nvcc is followed unless its folder has one, as environments of links do. A
 * link to something else (`ccache`) tells that by its own name what it is to be.
 */
function resolveCompiler(nvcc: string): string {
  const folder = dirname(nvcc);
  const target = resolveLinks(nvcc);
  const isNvcc = basename(target) === basename(nvcc) || hasProfile(dirname(target));
  return hasProfile(folder) || !isNvcc ? join(resolveLinks(folder), basename(nvcc)) : target;
}

function hasProfile(folder: string): boolean {
  return existsSync(join(folder, 'nvcc.profile'));
}

/** Variables that name a toolkit's folder, and whether an nvcc is in it. */
export function findMisnamed({ env }: EnvironmentPlaces): { variable: string; folder: string }[] {
  return prefixVariables.flatMap((variable) => {
    const folder = env[variable];
    if (folder === undefined || folder === '') return [];
    return isExecutable(join(folder, 'bin', nvccName)) ? [] : [{ variable, folder }];
  });
}

const nvccName = process.platform === 'win32' ? 'nvcc.exe' : 'nvcc';
const prefixVariables = ['CUDA_HOME', 'CUDA_PATH'] as const;

function namedPrefixes({ env }: EnvironmentPlaces): Candidate[] {
  return prefixVariables.flatMap((foundBy) => {
    const prefix = env[foundBy];
    if (prefix === undefined || prefix === '') return [];
    return [{ nvcc: join(prefix, 'bin', nvccName), foundBy }];
  });
}

function onPath(env: Environment): Candidate[] {
  return searchPath(env).map((folder) => ({ nvcc: join(folder, nvccName), foundBy: 'PATH' }));
}

/** System installs, distribution packages, and the HPC SDK, which holds several toolkits. */
function systemPrefixes({ env, systemRoot = '/' }: EnvironmentPlaces): Candidate[] {
  const local = join(systemRoot, 'usr/local');
  const sdks = [
    ...(env['NVHPC_ROOT'] === undefined ? [] : [env['NVHPC_ROOT']]),
    ...entries(join(systemRoot, 'opt/nvidia/hpc_sdk/Linux_x86_64'), /^\d/),
    ...entries(join(systemRoot, 'opt/nvidia/hpc_sdk/Linux_aarch64'), /^\d/),
  ];
  const prefixes = [
    // `cuda` is a link to one of the versions, which is to be named.
    ...entries(local, /^cuda-/).map((prefix) => ({ prefix, foundBy: '/usr/local' })),
    { prefix: join(local, 'cuda'), foundBy: '/usr/local' },
    { prefix: join(systemRoot, 'opt/cuda'), foundBy: '/opt/cuda' },
    { prefix: join(systemRoot, 'usr/lib/cuda'), foundBy: 'distribution package' },
    ...sdks
      .flatMap((sdk) => entries(join(sdk, 'cuda'), /^\d/))
      .map((prefix) => ({ prefix, foundBy: 'HPC SDK' })),
  ];
  return prefixes.map(({ prefix, foundBy }) => ({ nvcc: join(prefix, 'bin', nvccName), foundBy }));
}

/** Toolkits inside environments: conda's lie in its prefix, pip's among its packages. */
function pythonPrefixes(options: EnvironmentPlaces): Candidate[] {
  const { home, systemRoot = '/' } = options;
  const environments = findEnvironments(options);
  // Packages may be in the system's folders, and the user's, without an interpreter beside them.
  const others = [join(home, '.local'), join(systemRoot, 'usr/local'), join(systemRoot, 'usr')];
  return [
    ...environments
      .filter(({ kind }) => kind === 'conda' || kind === 'pixi')
      .map(({ prefix }) => ({
        nvcc: join(prefix, 'bin', nvccName),
        foundBy: 'conda environment',
      })),
    ...[...environments.map(({ prefix }) => prefix), ...others]
      .flatMap(environmentCompilers)
      .map((nvcc) => ({ nvcc, foundBy: 'pip packages' })),
  ];
}

/** pip's nvcc below an environment: `lib/python3.13/site-packages/nvidia/cu13/bin/nvcc`. */
function environmentCompilers(environment: string): string[] {
  return sitePackages(environment).flatMap(packageCompilers);
}

/** pip's nvcc among packages: `nvidia/cu13/bin/nvcc`. */
function packageCompilers(packages: string): string[] {
  return entries(join(packages, 'nvidia'), /^cu\d/).map((prefix) => join(prefix, 'bin', nvccName));
}
