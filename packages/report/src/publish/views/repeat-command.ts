import type { Entry } from '../../analysis/publication/publication-index.ts';

/** The command that measures one case on one stack again, for a POSIX shell. */
export function repeatCommand({ run, stack, case: record }: Entry): string {
  return [
    'npx -y pnpm@12 bench',
    `--suite ${quote(run.suite)}`,
    `--stack ${quote(stack.id)}`,
    `--case ${quote(record.id)}`,
    `--rounds ${run.rounds}`,
  ].join(' ');
}

/** The command that measures a whole suite on one stack again. */
export function repeatSuiteCommand({ run, stack }: Pick<Entry, 'run' | 'stack'>): string {
  return `npx -y pnpm@12 bench --suite ${quote(run.suite)} --stack ${quote(stack.id)} --rounds ${run.rounds}`;
}

/** Words of harmless characters stay as they are; anything else is quoted whole. */
function quote(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) && !word.startsWith('-')
    ? word
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
