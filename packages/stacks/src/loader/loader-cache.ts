import type { Environment } from '@stackbench/workers';
import { type AskOptions, askTool } from '../answers/ask-tool.ts';
import { findExecutable } from '../find-executable.ts';

/** A library that the loader finds without being told where. */
export interface CachedLibrary {
  name: string;
  file: string;
}

/** What /etc/ld.so.cache holds, as ldconfig prints it; nothing where there is no ldconfig (musl, macOS). */
export async function readLoaderCache(
  env: Environment,
  options: AskOptions,
): Promise<CachedLibrary[]> {
  const ldconfig = findExecutable(['ldconfig'], env, ['/sbin', '/usr/sbin']);
  if (ldconfig === null) return [];
  const said = await askTool(ldconfig, ['-p'], { ...options, env, reads: ['/etc/ld.so.cache'] });
  return said.ok ? parseLoaderCache(said.stdout) : [];
}

/** Lines of `libz.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libz.so.1`, those of 64 bits. */
export function parseLoaderCache(text: string): CachedLibrary[] {
  return text.split('\n').flatMap((line) => {
    const [, name, abi = '', file] = /^\s*(\S+) \((.*)\) => (.*)$/.exec(line) ?? [];
    if (name === undefined || file === undefined) return [];
    return /x86-64|AArch64|64bit/.test(abi) ? [{ name, file }] : [];
  });
}
