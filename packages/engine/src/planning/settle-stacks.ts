import { availableParallelism } from 'node:os';
import type { DiscoverOptions, FoundStack, RunnableStack } from '@stackbench/workers';
import { inParallel } from '@stackbench/stacks';
import { selectStacks } from './select-stacks.ts';

export interface SettleOptions extends DiscoverOptions {
  /** Called with stacks before they are made to compute. */
  onInspect: (stacks: readonly RunnableStack[]) => void | Promise<void>;
}

/** Stacks as a closer look has shown them. */
export interface SettledStacks {
  /** Everything that was found. */
  stacks: readonly FoundStack[];
  /** Those that were to run, until the closer look showed that they cannot. */
  leftOut: readonly FoundStack[];
}

/**
 * Looks closer at the stacks that a run with these globs will use, and at those that take the place of
 * stacks which then turn out to be broken. It costs processor time, so no more than the cores hold are
 * looked into at once.
 * @throws BenchError when none is left of those that were asked for
 */
export async function settleStacks(
  found: readonly FoundStack[],
  globs: readonly string[] | undefined,
  { onInspect, ...options }: SettleOptions,
): Promise<SettledStacks> {
  const seen = new Map<string, FoundStack>();
  const isAborted = () => options.signal?.aborted === true;
  for (;;) {
    const stacks = found.map((each) => seen.get(each.stack.id) ?? each);
    const next = selectStacks(stacks, globs).filter(({ stack }) => !seen.has(stack.id));
    if (next.length === 0 || isAborted()) {
      return { stacks, leftOut: [...seen.values()].filter(({ driver }) => driver === null) };
    }
    await onInspect(next);
    // Waiting may have been interrupted.
    if (isAborted()) continue;
    for (const each of await inspectStacks(next, options)) seen.set(each.stack.id, each);
  }
}

/** Looks closer at all of `stacks`: its facts completed, or why it cannot run after all. */
export async function inspectStacks(
  stacks: readonly RunnableStack[],
  options: DiscoverOptions,
): Promise<FoundStack[]> {
  return inParallel(
    stacks,
    availableParallelism(),
    async (each) => (await each.driver.inspect?.(options)) ?? each,
  );
}
