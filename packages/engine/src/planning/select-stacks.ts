import { BenchError, type Stack } from '@stackbench/model';
import { createMatcher, quoteAll, suggest } from './match-names.ts';

/** The emulated device runs only when asked for by name. */
const emulated = 'cuda:emulated';

/**
 * The stacks to run. Without globs: the hardware that is available, or else the available software,
 * which may be none. With globs: the available ones that fit any.
 * @throws BenchError for a glob that fits nothing, or only what cannot run
 */
export function selectStacks(
  stacks: readonly Stack[],
  globs: readonly string[] | undefined,
): Stack[] {
  const available = stacks.filter((stack) => stack.available);
  if (globs === undefined || globs.length === 0) {
    const usual = available.filter(({ id }) => id !== emulated);
    const hardware = usual.filter(({ software }) => !software);
    return hardware.length > 0 ? hardware : usual;
  }
  const chosen = new Set(globs.flatMap((glob) => stacksFitting(stacks, glob)));
  return available.filter((stack) => chosen.has(stack));
}

function stacksFitting(stacks: readonly Stack[], glob: string): Stack[] {
  const fits = createMatcher(glob);
  const found = stacks.filter(({ id }) => fits(id));
  if (found.length === 0) {
    const ids = stacks.map(({ id }) => id);
    throw new BenchError(`There is no stack '${glob}'.${suggest(glob, ids)}`, {
      fix: ids.length === 0 ? "See 'pnpm bench list'." : `Use one of ${quoteAll(ids)}, or a glob.`,
    });
  }
  const usable = found.filter(({ available }) => available);
  const [first] = found;
  if (usable.length === 0 && first !== undefined) {
    throw new BenchError(
      `${first.id} cannot run: ${first.reason ?? 'it is not available'}`,
      first.fix === undefined ? {} : { fix: first.fix },
    );
  }
  return usable;
}
