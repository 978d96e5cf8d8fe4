import type { PublishedRun } from './analysis/publication/publication.ts';

/** How the command is called where nobody has typed it yet; a terminal says it as its reader can type it. */
export const usualProgram = 'npx -y pnpm@12 bench';

/** What measures the bandwidth that other work is held against. */
export const bandwidthOptions = "--case 'copy/*'";

/** What the command takes over from a run. */
export type CommandOfRun = Pick<PublishedRun, 'suite' | 'rounds' | 'caseBudgetMs'>;

/** What is to be measured; without names, all that the suite and the machine have. */
export interface CommandSubject {
  stacks: readonly string[];
  /** Ids or globs. */
  cases: readonly string[];
  seed?: number;
  orderSeed?: number;
}

/** The command, for a POSIX shell, that measures something as a run did. */
export function benchCommand(
  { suite, rounds, caseBudgetMs }: CommandOfRun,
  { stacks, cases, seed, orderSeed }: CommandSubject,
): string {
  return [
    usualProgram,
    `--suite ${quoteWord(suite)}`,
    ...distinct(stacks).map((id) => `--stack ${quoteWord(id)}`),
    ...distinct(cases).map((id) => `--case ${quoteWord(id)}`),
    `--rounds ${rounds}`,
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...(orderSeed === undefined ? [] : [`--order-seed ${orderSeed}`]),
    ...(caseBudgetMs === 'none' ? ['--force'] : []),
    ...(typeof caseBudgetMs === 'number' ? [`--case-budget ${caseBudgetMs / 1000}`] : []),
  ].join(' ');
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Words of harmless characters stay as they are; anything else is quoted whole. */
export function quoteWord(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) && !word.startsWith('-')
    ? word
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
