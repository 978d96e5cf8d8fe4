import type { Status } from '@stackbench/model';
import { type Ranking, variantName } from './analysis/ranking.ts';
import type { CaseSummary } from './analysis/summary.ts';
import { escapeControl } from './text.ts';

/** A status as people read it: `wrong result`. */
export function statusWords(status: Status | 'not-run'): string {
  return status.replaceAll('-', ' ');
}

/** What `best` chose: for which stacks, or, where rows are problems, for how many numbers. */
export function describeChoices(rankings: readonly Ranking[]): string[] {
  const racing = rankings.flatMap((ranking) =>
    ranking.entries.filter((entry) => (entry.measured?.chosenVariants.length ?? 0) > 0),
  );
  const choices = Map.groupBy(racing, (entry) => variantName(entry));
  return [...choices].map(([chosen, entries]) => {
    const where =
      rankings.length > 1
        ? `${entries.length} of ${racing.length}`
        : [...new Set(entries.map((entry) => entry.stack.id))].join('; ');
    return escapeControl(`best → ${chosen}${choices.size > 1 ? ` (${where})` : ''}`);
  });
}

/** What a case may be without anything having been tried. */
export const quietStatuses: ReadonlySet<CaseSummary['status']> = new Set([
  'not-run',
  'skipped',
  'unsupported',
]);

/** One line instead of a row of words for each variant that no stack ran. */
export function describeNotRun(
  variants: readonly string[],
  entries: ReadonlyMap<string, readonly CaseSummary[]>,
): string[] {
  const byWord = Map.groupBy(variants, (variant) =>
    [...new Set((entries.get(variant) ?? []).map(({ status }) => statusWords(status)))]
      .filter((word) => word !== 'not run')
      .join(' or '),
  );
  return [...byWord].flatMap(([word, names]) =>
    word === '' ? [] : [escapeControl(`${word}: ${names.join(', ')}`)],
  );
}
