import { basename, dirname, join, resolve } from 'node:path';
import {
  type AskOptions,
  askTool,
  entries,
  findExecutable,
  isExecutable,
  type Problem,
  resolveLinks,
  searchPath,
} from '@stackbench/stacks';
import type { Environment, ToolResult } from '@stackbench/workers';
import { quotePath } from './quote-path.ts';
import type { Toolkit } from './toolkit.ts';

/** A C++ compiler that nvcc can hand the host's code to. */
export interface HostCompiler {
  file: string;
  family: 'gcc' | 'clang';
  /** `12.2.0` */
  version: string;
}

/** A file that should be a compiler and does not tell its version. */
interface UnreadableCompiler {
  file: string;
  /** Goes on a sentence that names the file: `ended with exit code 1`. */
  unreadable: string;
}

/** The C++ compilers of a machine, the one that is meant first. */
export interface HostCompilers {
  found: readonly (HostCompiler | UnreadableCompiler)[];
  /** Why the one that `NVCC_CCBIN` means is not among them. */
  misnamed: Problem | null;
}

/**
 * The C++ compilers on PATH: the one that `NVCC_CCBIN` means, then `g++`, then those with a version in
 * their name, newest first.
 */
export async function findHostCompilers(
  env: Environment,
  options: AskOptions,
): Promise<HostCompilers> {
  const folders = searchPath(env);
  const plain = folders.map((folder) => join(folder, 'g++'));
  const versioned = folders.flatMap((folder) => entries(folder, /^g\+\+-\d+$/));
  versioned.sort((a, b) => majorOf(b) - majorOf(a));
  const named = env['NVCC_CCBIN'] ?? '';
  const meant = named === '' ? null : locateCompiler(named, env);
  const files = [...(meant === null ? [] : [meant]), ...plain, ...versioned];
  const distinct = new Map(
    files
      .filter(isExecutable)
      .toReversed()
      .map((file) => [resolveLinks(file), file]),
  );
  return {
    found: await Promise.all(
      [...distinct.values()].toReversed().map((file) => examineCompiler(file, options)),
    ),
    misnamed: named === '' || meant !== null ? null : describeMisnamed('NVCC_CCBIN', named),
  };
}

/**
 * The C++ compiler that a variable means, in the forms that nvcc and make document: a name on PATH, a
 * folder that holds one, or a file; `gcc` means the `g++` beside it. Null where there is none.
 */
export function locateCompiler(named: string, env: Environment): string | null {
  const isName = basename(named) === named;
  const path = isName ? (findExecutable([named], env) ?? resolve(named)) : resolve(named);
  const plusPlus = basename(path).replace(/\b(gcc|clang)(?=-\d+$|$)/, (name) =>
    name === 'gcc' ? 'g++' : 'clang++',
  );
  const inside = ['g++', 'clang++'].map((name) => join(path, name));
  return [join(dirname(path), plusPlus), path, ...inside].find(isExecutable) ?? null;
}

/** What to say of a variable that means no compiler. */
export function describeMisnamed(variable: string, named: string): Problem {
  return {
    reason: `${variable} names ${quotePath(named)}, where there is no C++ compiler.`,
    fix: `Set ${variable} to a compiler's file, its folder or its name on PATH, without arguments; or unset it.`,
  };
}

function majorOf(file: string): number {
  return Number(/-(\d+)$/.exec(file)?.[1] ?? 0);
}

/**
 * Asks a compiler what it is, by what it defines: the text that it prints of itself is each
 * distribution's own.
 */
export async function examineCompiler(
  file: string,
  options: AskOptions,
): Promise<HostCompiler | UnreadableCompiler> {
  const [dumped, defined] = await Promise.all([
    // gcc before 7 knows the second alone, and answers with the last that it knows.
    askTool(file, ['-dumpfullversion', '-dumpversion'], options),
    askTool(file, ['-dM', '-E', '-x', 'c++', '-'], { ...options, input: '' }),
  ]);
  return readCompiler(file, dumped, defined.stdout);
}

/** What a compiler is, by its version as dumped and by its macros. */
export function readCompiler(
  file: string,
  dumped: ToolResult,
  macros: string,
): HostCompiler | UnreadableCompiler {
  const macro = (name: string) => new RegExp(`^#define ${name} (\\d+)$`, 'm').exec(macros)?.[1];
  if (macro('__clang__') !== undefined) {
    const parts = ['major', 'minor', 'patchlevel'].map((part) => macro(`__clang_${part}__`) ?? '0');
    return { file, family: 'clang', version: parts.join('.') };
  }
  const [version] = /^\d+(\.\d+)*$/m.exec(dumped.stdout) ?? [];
  if (dumped.ok && version !== undefined) return { file, family: 'gcc', version };
  return { file, unreadable: dumped.ok ? 'does not tell its version' : dumped.reason };
}

/** `gcc 12.2.0 (/usr/bin/g++)` */
export function describeCompiler({ family, version, file }: HostCompiler): string {
  return `${family} ${version} (${file})`;
}

/** The first compiler that the toolkit accepts, conda's own before all; or why there is none. */
export async function chooseHostCompiler(
  { prefix, newestGcc }: Pick<Toolkit, 'prefix' | 'newestGcc'>,
  { found, misnamed }: HostCompilers,
  options: AskOptions,
): Promise<HostCompiler | Problem> {
  const [conda] = entries(join(prefix, 'bin'), /-conda-linux-gnu-g\+\+$/);
  const own = conda === undefined ? [] : [await examineCompiler(conda, options)];
  const isAccepted = (compiler: HostCompiler) =>
    newestGcc === null ||
    compiler.family === 'clang' ||
    Number.parseInt(compiler.version, 10) <= newestGcc;
  // A variable that means nothing is a mistake to be told, not a wish to be passed over.
  const asked = misnamed === null ? [...own, ...found] : own;
  const readable = asked.filter(isReadable);
  const accepted = readable.find(isAccepted);
  if (accepted !== undefined) return accepted;
  if (misnamed !== null) return misnamed;
  const [first] = readable;
  if (first !== undefined) {
    return {
      reason: `gcc ${first.version} is too new for this nvcc, which accepts gcc up to ${newestGcc}.`,
      fix: `Install g++-${newestGcc} beside it (it will be found and passed with -ccbin), or use a newer toolkit.`,
    };
  }
  const wanted = newestGcc === null ? 'g++' : `g++ ${newestGcc} or older`;
  const broken = asked.find((compiler) => 'unreadable' in compiler);
  if (broken === undefined) {
    return {
      reason: 'There is no C++ compiler (g++) on PATH, which nvcc needs.',
      fix: `Install ${wanted}, or name a compiler in NVCC_CCBIN.`,
    };
  }
  return {
    reason: `The version of the C++ compiler ${broken.file} cannot be read: it ${broken.unreadable}.`,
    fix: `Run '${broken.file} -dumpfullversion -dumpversion' by hand; install ${wanted} anew, or name another in NVCC_CCBIN.`,
  };
}

function isReadable(compiler: HostCompiler | UnreadableCompiler): compiler is HostCompiler {
  return 'version' in compiler;
}
