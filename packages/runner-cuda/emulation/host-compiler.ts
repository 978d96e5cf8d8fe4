import process from 'node:process';
import { execa } from 'execa';

/** The C++ compiler that emulation is built with. */
export interface HostCompiler {
  file: string;
  /** The first line of what it says of itself. */
  version: string;
}

/** `CXX`, or else g++; a reason where it cannot be started. */
export async function findHostCompiler(
  timeoutMs: number,
): Promise<HostCompiler | { missing: string }> {
  const file = process.env['CXX'] ?? 'g++';
  const { exitCode, stdout } = await execa(file, ['--version'], {
    reject: false,
    timeout: timeoutMs,
  });
  const [version = ''] = (stdout ?? '').split('\n');
  return exitCode === 0
    ? { file, version }
    : { missing: `The C++ compiler '${file}' is not here.` };
}
