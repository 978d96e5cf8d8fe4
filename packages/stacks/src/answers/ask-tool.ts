import { basename, join } from 'node:path';
import process from 'node:process';
import {
  type Environment,
  processVariables,
  runTool,
  type ToolOptions,
  type ToolResult,
} from '@stackbench/workers';
import { cacheFolder } from '../cache-folder.ts';
import { resolveLinks } from '../folders.ts';
import { readStart } from '../read-text.ts';
import { fileState } from './file-state.ts';
import { keepAnswers } from './kept-answers.ts';

export interface AskOptions extends Pick<ToolOptions, 'timeoutMs' | 'signal' | 'env' | 'input'> {
  /** Files besides the tool itself that its answer depends on. */
  reads?: readonly string[];
  /** Ask even where the answer is known. */
  anew?: boolean | undefined;
}

/**
 * What a tool says to `args`, kept until the tool, what it reads or a variable changes: compilers are
 * asked what they are at every search. Only what worked is kept. Never rejects.
 */
export async function askTool(
  file: string,
  args: readonly string[],
  { reads = [], anew = false, ...options }: AskOptions,
): Promise<ToolResult> {
  if (!speaksForItself(file)) return runTool(file, args, options);
  const { env = process.env, input } = options;
  const key = [[file, ...args], input, variablesOf(env), [file, ...reads].map(fileState)];
  const answers = keepAnswers<ToolResult>(join(cacheFolder(env), 'answers'), 'tool');
  const known = anew ? null : await answers.get(key);
  if (known !== null) return known;
  const said = await runTool(file, args, options);
  if (said.ok) await answers.put(key, said);
  return said;
}

/** A script may ask anything, and a link to `ccache` the compiler that it finds: the state of such a file tells nothing. */
function speaksForItself(file: string): boolean {
  const start = readStart(file, 2);
  return start !== null && start !== '#!' && basename(resolveLinks(file)).includes(basename(file));
}

/** A shell changes these with every command, and we with every process. */
const restless: ReadonlySet<string> = new Set(['_', 'OLDPWD', 'PWD', 'SHLVL', ...processVariables]);

function variablesOf(env: Environment): [string, string | undefined][] {
  return Object.entries(env)
    .filter(([name, value]) => value !== undefined && !restless.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
