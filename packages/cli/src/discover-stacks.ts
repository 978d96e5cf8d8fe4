import { installation } from '@stackbench/installation';
import { secureCacheFolder, stateDevice, stateVariables } from '@stackbench/stacks';
import {
  checkTemporaryFolder,
  type DiscoverOptions,
  type FoundStack,
  mayName,
  reapOrphans,
  sweepTemporaryFolders,
} from '@stackbench/workers';
import type { RunnerEntry } from './runners.ts';

/**
 * Asks runners at once what they find, in a cache and a temporary folder that can be used; sorted by id. A runner that is broken itself shows up as a
 * stack that cannot run, so that it neither hides the others nor goes unseen. Of what patterns in `options.wanted` name all are found, of the
 * rest as little as possible, unless one of them names nothing: then everything that one may have meant.
 * @throws BenchError when the cache or the temporary folder cannot be used
 */
export async function discoverStacks(
  entries: readonly RunnerEntry[],
  options: DiscoverOptions,
): Promise<FoundStack[]> {
  secureCacheFolder();
  checkTemporaryFolder();
  // What dead runs left: processes first, as they may still write.
  reapOrphans();
  sweepTemporaryFolders();
  const { wanted = [], ...rest } = options;
  const fitting = entries.filter(({ kind }) => wanted.some((each) => mayName(each, `${kind}:`)));
  if (fitting.length > 0) {
    const found = await ask(fitting, options);
    if (await areAllNamed(found, wanted)) return found;
  }
  return ask(entries, rest);
}

async function ask(
  entries: readonly RunnerEntry[],
  options: DiscoverOptions,
): Promise<FoundStack[]> {
  const found = await Promise.all(entries.map((entry) => discoverKind(entry, options)));
  return found.flat().toSorted((a, b) => (a.stack.id < b.stack.id ? -1 : 1));
}

/** Whether each pattern fits a stack, by its id or by what a run file makes of it. */
async function areAllNamed(
  found: readonly FoundStack[],
  wanted: readonly string[],
): Promise<boolean> {
  // Doctor, which names none, is to be quick without it.
  const { byMaskedId, createMatcher } = await import('@stackbench/engine');
  const names = [...found.map(({ stack }) => stack.id), ...(await byMaskedId(found)).keys()];
  return wanted.every((pattern) => names.some(createMatcher(pattern)));
}

async function discoverKind(entry: RunnerEntry, options: DiscoverOptions): Promise<FoundStack[]> {
  const { kind } = entry;
  try {
    const runner = await entry.load();
    return (await runner.discover(options)).map(stateVariables).map(stateDevice);
  } catch (error) {
    const stack = {
      id: `${kind}:runner`,
      kind,
      software: false,
      native: false,
      available: false,
      reason: `The ${kind} runner broke: ${error instanceof Error ? error.message : String(error)}`,
      fix: `${installation.repair}; if that does not help, please report it.`,
      facts: {},
    };
    return [{ stack, driver: null }];
  }
}
