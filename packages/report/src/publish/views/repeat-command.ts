import type { Entry } from '../../analysis/publication/publication-index.ts';
import { benchCommand, quoteWord } from '../../bench-command.ts';

/**
 * The command that measures a case again, for a POSIX shell: what it was measured on, as often, from the
 * same seed and commit. A claim about several entries is repeated with all of them.
 */
export function repeatCommand(entry: Entry, ...others: readonly Entry[]): string {
  const entries = [entry, ...others];
  return repeat(
    entry,
    entries.map(({ stack }) => stack.id),
    entries.map((each) => each.case.id),
  );
}

/** The command that measures a whole suite on one stack again. */
export function repeatSuiteCommand(entry: Pick<Entry, 'run' | 'stack'>): string {
  return repeat(entry, [entry.stack.id], []);
}

function repeat(
  { run }: Pick<Entry, 'run'>,
  stacks: readonly string[],
  cases: readonly string[],
): string {
  const { commit, dirty, seed, orderSeed } = run;
  const seeds = orderSeed === null ? { seed } : { seed, orderSeed };
  const words = benchCommand(run, { stacks, cases, ...seeds });
  if (commit === null) return words;
  const short = commit.slice(0, 12);
  return dirty === true
    ? `${words} # ${short} with changes that were not committed`
    : `git checkout ${quoteWord(short)} && ${words}`;
}
