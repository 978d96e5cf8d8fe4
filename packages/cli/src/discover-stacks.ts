import type { DiscoverOptions, FoundStack } from '@stackbench/workers';
import { stateVariables } from '@stackbench/stacks';
import type { RunnerEntry } from './runners.ts';

/**
 * Asks all runners at once what they find; sorted by id. A runner that is broken itself shows up as a
 * stack that cannot run, so that it neither hides the others nor goes unseen.
 */
export async function discoverStacks(
  entries: readonly RunnerEntry[],
  options: DiscoverOptions,
): Promise<FoundStack[]> {
  const found = await Promise.all(entries.map((entry) => discoverKind(entry, options)));
  return found.flat().toSorted((a, b) => (a.stack.id < b.stack.id ? -1 : 1));
}

async function discoverKind(entry: RunnerEntry, options: DiscoverOptions): Promise<FoundStack[]> {
  const { kind } = entry;
  try {
    const runner = await entry.load();
    return (await runner.discover(options)).map(stateVariables);
  } catch (error) {
    const stack = {
      id: `${kind}:runner`,
      kind,
      software: false,
      native: false,
      available: false,
      reason: `The ${kind} runner broke: ${error instanceof Error ? error.message : String(error)}`,
      fix: "Run 'npx -y pnpm@12 install' again; if that does not help, please report it.",
      facts: {},
    };
    return [{ stack, driver: null }];
  }
}
