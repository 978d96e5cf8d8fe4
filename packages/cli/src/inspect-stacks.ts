import { availableParallelism } from 'node:os';
import type { DiscoverOptions, Runner } from '@stackbench/workers';
import type { Stack } from '@stackbench/model';
import { inParallel } from '@stackbench/stacks';

/**
 * `stacks` with a closer look at those that are to run (`ids`), where their runner has one. It costs
 * processor time, so no more than the cores hold are looked into at once.
 */
export async function inspectStacks(
  stacks: readonly Stack[],
  ids: ReadonlySet<string>,
  runners: readonly Runner[],
  options: DiscoverOptions,
): Promise<Stack[]> {
  const chosen = stacks.filter(({ id }) => ids.has(id));
  const inspected = await inParallel(chosen, availableParallelism(), (stack) => {
    const runner = runners.find(({ kind }) => kind === stack.kind);
    return runner?.inspect?.(stack, options) ?? Promise.resolve(stack);
  });
  const byId = new Map(inspected.map((stack) => [stack.id, stack]));
  return stacks.map((stack) => byId.get(stack.id) ?? stack);
}
