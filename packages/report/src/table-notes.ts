import type { Status } from '@stackbench/model';
import {
  describeConditions,
  describeEnergy,
  describeShareOfClock,
  findEfficiency,
} from './analysis/efficiency.ts';
import { gpuName } from './analysis/gpu-name.ts';
import { type MeasuredSummary, type Ranking, variantName } from './analysis/ranking.ts';
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

/** What numbers come to at the clock and the power that were there; a line each, none where nothing is told. */
export function describeEfficiency(entries: readonly MeasuredSummary[]): string[] {
  return entries.flatMap((entry) => {
    const { case: record, stack, measured } = entry;
    const efficiency = findEfficiency(measured, record, gpuName(stack) ?? null);
    const share = describeShareOfClock(efficiency, record.dataType);
    const told = [
      describeConditions(measured).join(', '),
      share === null ? '' : `at that clock ${share}`,
      describeEnergy(efficiency, record) ?? '',
    ].filter((text) => text !== '');
    if (told.length === 0) return [];
    return escapeControl(`${variantName(entry)}, ${stack.id}: ${told.join('; ')}`);
  });
}
