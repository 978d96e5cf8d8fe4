import type { CaseSummary } from './summary.ts';

/**
 * What may be ranked together: one operation, problem and data type, either on hardware or on
 * software adapters. Anything else compares different work, different numerics or different machines.
 */
export interface Ranking {
  operation: string;
  problem: string;
  title: string | undefined;
  dataType: string;
  software: boolean;
  entries: readonly CaseSummary[];
  /** The fastest entry; null when nothing was measured. */
  best: MeasuredSummary | null;
}

/** A summary of which it is known that it was measured. */
export type MeasuredSummary = CaseSummary & { measured: NonNullable<CaseSummary['measured']> };

export function isMeasured(summary: CaseSummary): summary is MeasuredSummary {
  return summary.measured !== null;
}

/**
 * The rankings of a run, in the order of its cases; hardware before software. A control is the
 * same stack once more, so it takes no part.
 */
export function rank(summaries: readonly CaseSummary[]): Ranking[] {
  const contestants = summaries.filter(({ stack }) => stack.controlOf === undefined);
  const groups = Map.groupBy(contestants, ({ case: { operation, problem, dataType }, stack }) =>
    JSON.stringify([operation, problem, dataType, stack.software]),
  );
  return [...groups.values()]
    .flatMap((entries) => {
      const [first] = entries;
      if (first === undefined) return [];
      const { operation, problem, title, dataType } = first.case;
      const { software } = first.stack;
      const best = fastest(entries);
      return [{ operation, problem, title, dataType, software, entries, best }];
    })
    .toSorted((a, b) => Number(a.software) - Number(b.software));
}

/** The entry with the highest throughput; null when nothing was measured. */
export function fastest(entries: readonly CaseSummary[]): MeasuredSummary | null {
  return entries
    .filter((entry) => isMeasured(entry))
    .reduce<MeasuredSummary | null>(
      (best, entry) =>
        best === null || entry.measured.rate.perSecond > best.measured.rate.perSecond
          ? entry
          : best,
      null,
    );
}

/** The variant's name; for `best`, what it chose. */
export function variantName(summary: CaseSummary): string {
  const chosen = summary.measured?.chosenVariants ?? [];
  return chosen.length === 0 ? summary.case.variant : chosen.join(' or ');
}
