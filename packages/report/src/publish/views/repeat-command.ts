import type { Entry } from '../../analysis/publication/publication-index.ts';

/**
 * The command that measures a case again, for a POSIX shell: what it was measured on, as often, from the
 * same seed and commit. A claim about several entries is repeated with all of them.
 */
export function repeatCommand(entry: Entry, ...others: readonly Entry[]): string {
  const entries = [entry, ...others];
  return command(entry, [
    ...distinct(entries.map(({ stack }) => stack.id)).map((id) => `--stack ${quote(id)}`),
    ...distinct(entries.map((each) => each.case.id)).map((id) => `--case ${quote(id)}`),
  ]);
}

/** The command that measures a whole suite on one stack again. */
export function repeatSuiteCommand(entry: Pick<Entry, 'run' | 'stack'>): string {
  return command(entry, [`--stack ${quote(entry.stack.id)}`]);
}

function command({ run }: Pick<Entry, 'run'>, subject: readonly string[]): string {
  const { commit, dirty, suite, rounds, seed, orderSeed, caseBudgetMs } = run;
  const words = [
    'npx -y pnpm@12 bench',
    `--suite ${quote(suite)}`,
    ...subject,
    `--rounds ${rounds}`,
    `--seed ${seed}`,
    ...(orderSeed === null ? [] : [`--order-seed ${orderSeed}`]),
    ...(caseBudgetMs === 'none' ? ['--force'] : []),
    ...(typeof caseBudgetMs === 'number' ? [`--case-budget ${caseBudgetMs / 1000}`] : []),
  ].join(' ');
  if (commit === null) return words;
  const short = commit.slice(0, 12);
  return dirty === true
    ? `${words} # ${short} with changes that were not committed`
    : `git checkout ${quote(short)} && ${words}`;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Words of harmless characters stay as they are; anything else is quoted whole. */
function quote(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) && !word.startsWith('-')
    ? word
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
