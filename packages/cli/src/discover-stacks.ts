import type { DiscoverOptions, Runner } from '@stackbench/workers';
import type { Stack } from '@stackbench/model';
import type { RunnerEntry } from './runners.ts';

export interface Discovery {
  /** Sorted by id. */
  stacks: Stack[];
  /** The runners that could be loaded. */
  runners: Runner[];
}

/**
 * Asks all runners at once what they find. A runner that is broken itself shows up as a stack that
 * cannot run, so that it neither hides the others nor goes unseen.
 */
export async function discoverStacks(
  entries: readonly RunnerEntry[],
  options: DiscoverOptions,
): Promise<Discovery> {
  const found = await Promise.all(entries.map((entry) => discoverKind(entry, options)));
  return {
    stacks: found.flatMap(({ stacks }) => stacks).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    runners: found.flatMap(({ runner }) => runner ?? []),
  };
}

async function discoverKind(
  entry: RunnerEntry,
  options: DiscoverOptions,
): Promise<{ runner: Runner | null; stacks: Stack[] }> {
  const { kind } = entry;
  try {
    const runner = await entry.load();
    return { runner, stacks: await runner.discover(options) };
  } catch (error) {
    const broken: Stack = {
      id: `${kind}:runner`,
      kind,
      software: false,
      available: false,
      reason: `The ${kind} runner broke: ${error instanceof Error ? error.message : String(error)}`,
      fix: "Run 'npx -y pnpm@12 install' again; if that does not help, please report it.",
      facts: {},
    };
    return { runner: null, stacks: [broken] };
  }
}
