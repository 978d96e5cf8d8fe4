import { existsSync } from 'node:fs';
import { type Environment, runTool, type ToolOptions } from '@stackbench/workers';
import { readElf } from './elf.ts';
import { type LoaderChoice, parseLdDebug } from './parse-ld-debug.ts';

/**
 * What the loader would take for each library that `file` needs, all the way down: `ld.so --list` in the
 * given variables. The real loader decides, in milliseconds; what a program opens later by itself
 * (Python's preloads, cuDNN's parts) it does not see.
 * @param program whose loader it is: the environment's interpreter
 */
export async function predictLibraries(
  file: string,
  program: string,
  env: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<LoaderChoice[]> {
  const loader = readElf(program)?.interpreter ?? null;
  if (loader === null) return [];
  const said = await runTool(loader, ['--list', file], {
    ...options,
    env: { ...env, LD_DEBUG: 'libs', LD_DEBUG_OUTPUT: undefined },
  });
  return parseLdDebug(said.stderr, existsSync);
}
