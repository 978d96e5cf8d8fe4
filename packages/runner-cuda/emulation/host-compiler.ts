import process from 'node:process';
import { buildEnvironment } from '../src/build/build-environment.ts';
import {
  describeMisnamed,
  examineCompiler,
  type HostCompiler,
  locateCompiler,
} from '../src/discover/host-compilers.ts';

/** What mends a machine without one. */
export const hostCompilerFix = 'Install g++ 12 or newer, or name a C++20 compiler in CXX.';

/** The C++ compiler that emulation is built with: the one that `CXX` means, or else g++; or why there is none. */
export async function findHostCompiler(
  timeoutMs: number,
): Promise<HostCompiler | { missing: string }> {
  const named = process.env['CXX'] ?? '';
  const file = locateCompiler(named === '' ? 'g++' : named, process.env);
  if (file === null) {
    const { reason } = describeMisnamed('CXX', named);
    return { missing: named === '' ? 'There is no C++ compiler (g++) on PATH.' : reason };
  }
  const compiler = await examineCompiler(file, { timeoutMs, env: buildEnvironment(process.env) });
  return 'version' in compiler
    ? compiler
    : { missing: `The C++ compiler ${file} cannot be used: it ${compiler.unreadable}.` };
}
