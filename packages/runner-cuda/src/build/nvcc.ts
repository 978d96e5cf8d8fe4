import process from 'node:process';
import { BenchError, TimeoutError } from '@stackbench/model';
import { runTool, type ToolOptions, timeLimitMs } from '@stackbench/workers';
import type { HostCompiler } from '../discover/host-compilers.ts';
import type { Toolkit } from '../discover/toolkit.ts';
import { fingerprintHeaders } from './fingerprint-headers.ts';
import { buildEnvironment } from './build-environment.ts';

/** What builds need: a toolkit with its host compiler. */
export interface BuildTools {
  toolkit: Toolkit;
  hostCompiler: HostCompiler;
}

/** What ends a compiler early; where no time is given it has that of the policy. */
export type CompilerLimits = Pick<ToolOptions, 'signal'> & { timeoutMs?: number | undefined };

/** Where it writes, and what ends it early. */
type CompilerOptions = Pick<ToolOptions, 'cwd'> & CompilerLimits;

/** What identifies the tools in a cache: another compiler, or other headers, make another result. */
export function toolsKey({ toolkit, hostCompiler }: BuildTools): unknown[] {
  const { prefix, nvccVersion, nvccBuild, runtimeVersion, includeFolder } = toolkit;
  const headers = fingerprintHeaders(includeFolder);
  return [prefix, nvccVersion, nvccBuild, runtimeVersion, headers, hostCompiler];
}

/**
 * Runs nvcc, and returns what it says.
 * @throws BenchError with the compiler's own message
 */
export async function runNvcc(
  { toolkit, hostCompiler }: BuildTools,
  args: readonly string[],
  options: CompilerOptions,
): Promise<string> {
  return runCompiler(toolkit.nvcc, ['-ccbin', hostCompiler.file, ...args], options);
}

/**
 * Runs a compiler, and returns what it says.
 * @throws BenchError with the compiler's own message; TimeoutError when it takes too long
 */
export async function runCompiler(
  file: string,
  args: readonly string[],
  { timeoutMs = timeLimitMs('build'), ...options }: CompilerOptions,
): Promise<string> {
  const env = buildEnvironment(process.env);
  const result = await runTool(file, args, { ...options, timeoutMs, env });
  const said = `${result.stdout}\n${result.stderr}`.trim();
  if (result.ok) return said;
  if (result.timedOut === true) {
    throw new TimeoutError(`The compiler ${file} ${result.reason}.`, {
      fix: 'Run it by hand to see why, or give it longer with --timeout-build.',
    });
  }
  throw new BenchError(errorsIn(said) || `The compiler ${file} ${result.reason}. ${said}`.trim());
}

/** The lines of a compiler's output without its remarks, as far as a person reads. */
function errorsIn(said: string): string {
  const lines = said.split('\n');
  const first = lines.findIndex((line) => /\berror\b|\bfatal\b|\bld: /i.test(line));
  return first < 0 ? '' : lines.slice(first, first + 30).join('\n');
}
