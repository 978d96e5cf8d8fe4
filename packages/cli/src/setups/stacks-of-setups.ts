import { BenchError, readFact } from '@stackbench/model';
import type { FoundStack, RunnableStack } from '@stackbench/workers';

/** The stacks that setups came to. */
export interface SetupStacks {
  /** Those to measure. */
  chosen: readonly RunnableStack[];
  /** Of setups that nothing can run of: with their reasons. */
  leftOut: readonly FoundStack[];
}

/**
 * Which of the stacks found are to be measured for these setups: of each its hardware, or where it has none
 * here, what computes on the CPU.
 * @throws BenchError for a setup that came to no stack at all
 */
export function stacksOfSetups(
  found: readonly FoundStack[],
  names: readonly string[],
): SetupStacks {
  const groups = names.map((name) => {
    const stacks = found.filter(({ stack }) => readFact(stack.facts, 'setup') === name);
    if (stacks.length === 0) {
      throw new BenchError(`The setup ${name} came to nothing that stackbench measures`, {
        fix: "It needs torch, or a toolkit with nvcc: 'pnpm bench env list' shows what is in it.",
      });
    }
    const runnable = stacks.filter((each): each is RunnableStack => each.driver !== null);
    const hardware = runnable.filter(({ stack }) => !stack.software);
    return { stacks, chosen: hardware.length > 0 ? hardware : runnable };
  });
  return {
    chosen: groups.flatMap(({ chosen }) => chosen),
    leftOut: groups.flatMap(({ stacks, chosen }) => (chosen.length === 0 ? stacks : [])),
  };
}
