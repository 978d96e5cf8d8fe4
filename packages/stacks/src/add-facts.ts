import { type KnownFacts, stateFacts } from '@stackbench/model';
import type { DiscoverOptions, FoundStack, RunnableStack } from '@stackbench/workers';

/** The same stack with facts more, now and after a closer look; one that cannot run is left as it is. */
export function addFacts(
  found: FoundStack,
  tell: (found: RunnableStack) => KnownFacts,
): FoundStack {
  if (found.driver === null) return found;
  const { stack, driver } = found;
  return {
    stack: { ...stack, facts: { ...stack.facts, ...stateFacts(tell(found)) } },
    driver: {
      ...driver,
      ...(driver.inspect !== undefined && {
        inspect: async (options: DiscoverOptions) =>
          addFacts((await driver.inspect?.(options)) ?? found, tell),
      }),
    },
  };
}
