import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type AskOptions,
  askTool,
  isExecutable,
  type Problem,
  readText,
  resolveLinks,
  shortenHome,
} from '@stackbench/stacks';
import { type ToolResult, adviseLonger } from '@stackbench/workers';
import type { Candidate } from './candidates.ts';
import { findLibraries, type Library } from './libraries.ts';

/** A CUDA Toolkit with a working nvcc. */
export interface Toolkit {
  /** The compiler itself, wrappers and links resolved. */
  nvcc: string;
  /** The folder that holds bin, include and lib. */
  prefix: string;
  foundBy: string;
  /** `13.0` */
  version: string;
  /** `13.0.88` */
  nvccVersion: string;
  /** `cuda_13.0.r13.0/compiler.36424714_0` */
  nvccBuild: string;
  includeFolder: string;
  /** CUDART_VERSION of the headers, as `13.0`; null without them. */
  runtimeVersion: string | null;
  /** libcudart_static.a; null without it. */
  staticRuntime: string | null;
  /** Real architectures that nvcc compiles for: `sm_80`. */
  architectures: readonly string[];
  /** The highest major version of gcc that the headers accept; null where they do not say. */
  newestGcc: number | null;
  cublas: Library | null;
  cublasLt: Library | null;
  cudnn: Library | null;
}

/** An nvcc that does not work. */
export interface BrokenToolkit {
  nvcc: string;
  foundBy: string;
  problem: Problem;
}

/** Asks an nvcc what it is, and looks at what lies around it. */
export async function inspectToolkit(
  { nvcc, foundBy }: Candidate,
  options: AskOptions,
): Promise<Toolkit | BrokenToolkit> {
  const ask = (...args: string[]) =>
    askTool(nvcc, args, { ...options, reads: [join(dirname(nvcc), 'nvcc.profile')] });
  const [said, dryRun, listed] = await Promise.all([
    ask('--version'),
    ask('--dryrun', '-E', '-x', 'cu', '-'),
    ask('--list-gpu-code'),
  ]);
  const broken = [said, dryRun].find(({ ok }) => !ok);
  if (broken?.ok === false) return brokenBy(nvcc, foundBy, `it ${broken.reason}`, broken);
  const told = readNvcc(said.stdout, dryRun.stderr);
  if (told === null) {
    return brokenBy(nvcc, foundBy, 'what it says of itself is not what nvcc says', said);
  }
  const { top, version, nvccVersion, nvccBuild } = told;
  const prefix = resolveLinks(resolve(dirname(nvcc), top));
  const own = join(prefix, 'bin', 'nvcc');
  const includeFolder = resolve(told.include ?? join(prefix, 'include'));
  const runtime = findDefine(join(includeFolder, 'cuda_runtime_api.h'), 'CUDART_VERSION');
  const libraryFolders = ['lib64', 'lib', 'targets/x86_64-linux/lib', 'targets/sbsa-linux/lib'].map(
    (folder) => join(prefix, folder),
  );
  return {
    nvcc: isExecutable(own) ? own : nvcc,
    prefix,
    foundBy,
    version,
    nvccVersion,
    nvccBuild,
    includeFolder,
    runtimeVersion:
      runtime === null
        ? null
        : `${Math.floor(runtime / 1000)}.${Math.floor((runtime % 1000) / 10)}`,
    staticRuntime:
      [...libraryFolders, '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu']
        .map((folder) => join(folder, 'libcudart_static.a'))
        .find((file) => existsSync(file)) ?? null,
    architectures: listed.ok
      ? listed.stdout.split(/\s+/).filter((name) => /^sm_\d+/.test(name))
      : [],
    newestGcc: readNewestGcc(join(includeFolder, 'crt/host_config.h')),
    ...findLibraries(prefix, includeFolder, libraryFolders),
  };
}

/** What nvcc says of itself: `--version` and `--dryrun`; null for what is not nvcc's. */
export function readNvcc(banner: string, dryRun: string) {
  const [, nvccVersion] = /\bV(\d+\.\d+\.\d+)/.exec(banner) ?? [];
  const [, version] = /release (\d+\.\d+)/.exec(banner) ?? [];
  const [, top] = /^#\$ TOP=(.+)$/m.exec(dryRun) ?? [];
  if (nvccVersion === undefined || version === undefined || top === undefined) return null;
  const nvccBuild = /^Build (\S+)$/m.exec(banner)?.[1] ?? '';
  const [, include = null] = /^#\$ INCLUDES="-I([^"]+)"/m.exec(dryRun) ?? [];
  return { top, version, nvccVersion, nvccBuild, include };
}

function brokenBy(nvcc: string, foundBy: string, what: string, said: ToolResult): BrokenToolkit {
  const [line = ''] = said.stderr.trim().split('\n');
  const longer = !said.ok && said.timedOut === true ? ` ${adviseLonger('discover')}` : '';
  return {
    nvcc,
    foundBy,
    problem: {
      reason: `This nvcc does not work: ${what}.${line === '' ? '' : ` It says: ${line.slice(0, 300)}`}`,
      fix: `Run '${shortenHome(nvcc)} --version' by hand; install this toolkit again, or remove it.${longer}`,
    },
  };
}

/** The number that a header defines `name` as. */
function findDefine(header: string, name: string): number | null {
  const [, value] =
    new RegExp(`^#define\\s+${name}\\s+(\\d+)`, 'm').exec(readText(header) ?? '') ?? [];
  return value === undefined ? null : Number(value);
}

/** From `#if __GNUC__ > 15`, which leads to an #error. */
function readNewestGcc(header: string): number | null {
  const [, value] = /^#if __GNUC__ > (\d+)/m.exec(readText(header) ?? '') ?? [];
  return value === undefined ? null : Number(value);
}
