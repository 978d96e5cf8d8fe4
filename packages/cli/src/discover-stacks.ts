import { installation } from '@stackbench/installation';
import { secureCacheFolder, stateDevice, stateVariables } from '@stackbench/stacks';
import {
  checkTemporaryFolder,
  type DiscoverOptions,
  type FoundStack,
  reapOrphans,
  sweepTemporaryFolders,
} from '@stackbench/workers';
import type { RunnerEntry } from './runners.ts';

/**
 * Asks all runners at once what they find, in a cache and a temporary folder that can be used; sorted by id. A runner that is broken itself shows up as a
 * stack that cannot run, so that it neither hides the others nor goes unseen.
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
  const found = await Promise.all(entries.map((entry) => discoverKind(entry, options)));
  return found.flat().toSorted((a, b) => (a.stack.id < b.stack.id ? -1 : 1));
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
