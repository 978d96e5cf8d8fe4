import { join } from 'node:path';
import { entries, isExecutable, type Problem, resolveLinks, searchPath } from '@stackbench/stacks';
import { type Environment, runTool, type ToolOptions } from '@stackbench/workers';
import type { Toolkit } from './toolkit.ts';

/** A C++ compiler that nvcc can hand the host's code to. */
export interface HostCompiler {
  file: string;
  family: 'gcc' | 'clang';
  /** `12.2.0` */
  version: string;
}

/**
 * The C++ compilers on PATH, the one that is meant first: `NVCC_CCBIN`, then `g++`, then those with a
 * version in their name, newest first.
 */
export async function findHostCompilers(
  env: Environment,
  options: ToolOptions,
): Promise<HostCompiler[]> {
  const folders = searchPath(env);
  const plain = folders.map((folder) => join(folder, 'g++'));
  const versioned = folders.flatMap((folder) => entries(folder, /^g\+\+-\d+$/));
  versioned.sort((a, b) => majorOf(b) - majorOf(a));
  const files = [
    ...(env['NVCC_CCBIN'] === undefined ? [] : [env['NVCC_CCBIN']]),
    ...plain,
    ...versioned,
  ];
  const distinct = new Map(
    files
      .filter(isExecutable)
      .toReversed()
      .map((file) => [resolveLinks(file), file]),
  );
  const found = await Promise.all(
    [...distinct.values()].toReversed().map((file) => inspect(file, options)),
  );
  return found.filter((compiler) => compiler !== null);
}

function majorOf(file: string): number {
  return Number(/-(\d+)$/.exec(file)?.[1] ?? 0);
}

async function inspect(file: string, options: ToolOptions): Promise<HostCompiler | null> {
  const said = await runTool(file, ['--version'], options);
  const [line = ''] = said.stdout.split('\n');
  const [, version] = /(\d+\.\d+(?:\.\d+)?)[^)]*$/.exec(line) ?? [];
  if (!said.ok || version === undefined) return null;
  return { file, family: /clang/i.test(line) ? 'clang' : 'gcc', version };
}

/** The first compiler that the toolkit accepts, conda's own before all; or why there is none. */
export async function chooseHostCompiler(
  { prefix, newestGcc }: Pick<Toolkit, 'prefix' | 'newestGcc'>,
  compilers: readonly HostCompiler[],
  options: ToolOptions,
): Promise<HostCompiler | Problem> {
  const [conda] = entries(join(prefix, 'bin'), /-conda-linux-gnu-g\+\+$/);
  const own = conda === undefined ? null : await inspect(conda, options);
  const all = own === null ? compilers : [own, ...compilers];
  const accepted = all.find(
    ({ family, version }) =>
      family !== 'gcc' || newestGcc === null || Number.parseInt(version, 10) <= newestGcc,
  );
  if (accepted !== undefined) return accepted;
  const [first] = all;
  if (first === undefined) {
    return {
      reason: 'There is no C++ compiler (g++) on PATH, which nvcc needs.',
      fix: `Install g++${newestGcc === null ? '' : ` ${newestGcc} or older`}, or name a compiler in NVCC_CCBIN.`,
    };
  }
  return {
    reason: `gcc ${first.version} is too new for this nvcc, which accepts gcc up to ${newestGcc}.`,
    fix: `Install g++-${newestGcc} beside it (it will be found and passed with -ccbin), or use a newer toolkit.`,
  };
}
