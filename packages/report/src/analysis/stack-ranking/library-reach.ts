import { geometricMean } from '@stackbench/statistics';
import type { CaseSummary } from '../summary.ts';
import { classOf, fastest, isMeasured, type Ranking, type RankingClass } from '../ranking.ts';
import { bestVariantName, disciplineOf } from './discipline.ts';

/** How far stacks come with kernels of their own, on one device in one data type. */
export interface LibraryReach {
  /** A ranking of the class, for what it is called. */
  of: RankingClass;
  /** One for each stack without a library that measured `best` where others have one, the nearest first. */
  stacks: readonly { id: string; share: number; problems: number }[];
}

/** What the `best` of stacks without a library reaches of the fastest that others have at the same problem. */
export function findReach(rankings: readonly Ranking[]): LibraryReach[] {
  return [...Map.groupBy(rankings, classOf).values()].flatMap((members) => {
    const owners = new Set(
      members.flatMap(({ entries }) =>
        entries
          .filter((entry) => isMeasured(entry) && isLibrary(entry))
          .map(({ stack }) => stack.id),
      ),
    );
    const shares = members.flatMap(({ entries }) => {
      const measured = entries.filter((entry) => isMeasured(entry));
      const library = fastest(measured.filter(isLibrary));
      if (library === null) return [];
      return measured
        .filter(
          ({ case: { variant }, stack }) => variant === bestVariantName && !owners.has(stack.id),
        )
        .filter((entry) => entry.measured.caches === library.measured.caches)
        .map(({ stack, measured: { rate } }) => ({
          id: stack.id,
          share: rate.perSecond / library.measured.rate.perSecond,
        }));
    });
    const stacks = [...Map.groupBy(shares, ({ id }) => id)]
      .map(([id, own]) => ({
        id,
        share: geometricMean(own.map(({ share }) => share)),
        problems: own.length,
      }))
      .toSorted((a, b) => b.share - a.share);
    return stacks.length === 0 ? [] : [{ of: members[0]!, stacks }];
  });
}

function isLibrary({ case: { variant } }: CaseSummary): boolean {
  return disciplineOf(variant) === 'library';
}
