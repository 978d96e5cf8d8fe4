import type { Entry, PublicationIndex } from '../../analysis/publication/publication-index.ts';
import { rivalOf } from '../../analysis/publication/rivals.ts';
import { benchCommand, quoteWord } from '../../bench-command.ts';

/** The command that measures a number again, and with it what it is held against. */
export function repeatNumber(index: PublicationIndex, entry: Entry): string {
  const rival = rivalOf(index, entry);
  return repeatCommand(entry, ...(rival === undefined ? [] : [rival]));
}

/**
 * The command that measures a claim again, for a POSIX shell: all that it is about, on what it was measured
 * on, as often, from the same seed and commit.
 */
export function repeatCommand(entry: Entry, ...others: readonly Entry[]): string {
  const entries: [Entry, ...Entry[]] = [entry, ...others];
  return repeat(
    entries,
    entries.map((each) => each.case.id),
  );
}

/** The command that measures a whole suite again, on the stacks of these entries. */
export function repeatSuiteCommand(entry: Entry, ...others: readonly Entry[]): string {
  return repeat([entry, ...others], []);
}

function repeat(entries: readonly [Entry, ...Entry[]], cases: readonly string[]): string {
  const [{ run }] = entries;
  const { commit, dirty, seed, orderSeed } = run;
  const seeds = orderSeed === null ? { seed } : { seed, orderSeed };
  const stacks = entries.map(({ stack }) => stack.id);
  const words = benchCommand(run, { stacks, cases, ...seeds });
  if (commit === null) return words;
  const short = commit.slice(0, 12);
  return dirty === true
    ? `${words} # ${short} with changes that were not committed`
    : `git checkout ${quoteWord(short)} && ${words}`;
}
