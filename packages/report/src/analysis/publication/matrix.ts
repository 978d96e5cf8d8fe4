import { contestsOf } from './contests.ts';
import { type Entry, type MeasuredEntry, problemTitle } from './publication-index.ts';

/** Problems against stacks. Only what some stack measured has a row, only who measured something a column. */
export interface Matrix {
  /** An entry of each stack, the one that wins most first. */
  stacks: readonly Entry[];
  rows: readonly MatrixRow[];
  /** Problems that no stack measured. */
  without: number;
}

export interface MatrixRow {
  title: string;
  /** What each stack made of the problem, in the order of `stacks`; undefined where it did not try. */
  cells: readonly (Entry | undefined)[];
  first: MeasuredEntry;
  /** Of the other stacks the fastest. */
  second: MeasuredEntry | undefined;
}

export function matrixOf(entries: readonly Entry[]): Matrix {
  const contests = contestsOf(entries);
  const measured = contests.filter(({ ranked }) => ranked.length > 0);
  const shares = new Map<string, { entry: Entry; sum: number }>();
  for (const { ranked } of measured) {
    for (const entry of ranked) {
      const sum = shares.get(entry.stack.key)?.sum ?? 0;
      const share = entry.rate.perSecond / (ranked[0]?.rate.perSecond ?? 1);
      shares.set(entry.stack.key, { entry, sum: sum + share });
    }
  }
  const stacks = [...shares.values()].toSorted((a, b) => b.sum - a.sum).map(({ entry }) => entry);
  return {
    stacks,
    rows: measured.flatMap(({ entries: tried, ranked }) => {
      const [first, second] = ranked;
      if (first === undefined) return [];
      const own = new Map(
        [...tried.toReversed(), ...ranked].map((entry) => [entry.stack.key, entry]),
      );
      const cells = stacks.map(({ stack }) => own.get(stack.key));
      return [{ title: problemTitle(first.case), cells, first, second }];
    }),
    without: contests.length - measured.length,
  };
}
