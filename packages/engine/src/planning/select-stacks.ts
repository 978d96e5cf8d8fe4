import { BenchError } from '@stackbench/model';
import type { FoundStack, RunnableStack } from '@stackbench/workers';
import { findFitting } from './match-names.ts';

/**
 * The stacks to run. Without globs: the hardware that can run, or else the software that can, which may
 * be none; nothing that has to be asked for. With globs: those that can run and fit any.
 * @throws BenchError for a glob that fits nothing, or only what cannot run
 */
export function selectStacks(
  stacks: readonly FoundStack[],
  globs: readonly string[] | undefined,
): RunnableStack[] {
  const runnable = stacks.filter(isRunnable);
  if (globs === undefined || globs.length === 0) {
    const usual = runnable.filter(({ stack }) => stack.optIn !== true);
    const hardware = usual.filter(({ stack }) => !stack.software);
    return hardware.length > 0 ? hardware : usual;
  }
  const chosen = new Set(globs.flatMap((glob) => stacksFitting(stacks, glob)));
  return runnable.filter((found) => chosen.has(found));
}

function isRunnable(found: FoundStack): found is RunnableStack {
  return found.driver !== null;
}

function stacksFitting(stacks: readonly FoundStack[], glob: string): RunnableStack[] {
  const ids = findFitting(glob, { noun: 'stack', names: stacks.map(({ stack }) => stack.id) });
  const found = stacks.filter(({ stack }) => ids.has(stack.id));
  const usable = found.filter(isRunnable);
  if (usable.length === 0) {
    const { id, reason = 'it is not available', fix } = found[0]!.stack;
    throw new BenchError(`${id} cannot run: ${reason}`, fix === undefined ? {} : { fix });
  }
  return usable;
}
