import { contestsOf } from './contests.ts';
import { isMeasured, type Entry, type PublicationIndex } from './publication-index.ts';

/**
 * What a number is held against: the fastest of the other stacks on its problem, in the same run and by
 * the same kind of clock. Undefined where nothing was measured, or by no other stack.
 */
export function rivalOf(index: PublicationIndex, entry: Entry): Entry | undefined {
  const rivals = memo.get(index) ?? findRivals(index);
  memo.set(index, rivals);
  return rivals.get(entry);
}

type Rivals = ReadonlyMap<Entry, Entry>;

/** Views ask for thousands. */
const memo = new WeakMap<PublicationIndex, Rivals>();

function findRivals({ entries }: PublicationIndex): Rivals {
  const runs = Map.groupBy(entries.filter(isMeasured), ({ run }) => run.id);
  return new Map(
    [...runs.values()].flatMap(contestsOf).flatMap(({ entries: members, ranked }) =>
      members.flatMap((entry) => {
        const rival = ranked.find(({ stack }) => stack.key !== entry.stack.key);
        return rival === undefined ? [] : [[entry, rival] as const];
      }),
    ),
  );
}
