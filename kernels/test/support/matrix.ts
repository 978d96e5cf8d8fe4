import process from 'node:process';

/** Whether every combination is to be tried: `pnpm test:matrix`. */
export const takesAll = process.env['STACKBENCH_TEST_MATRIX'] === '1';

/** What tests take of `items`: all of them in `pnpm test:matrix`, else those that {@link cover} all that is told by `facetsOf`. */
export function select<Item>(
  items: readonly Item[],
  facetsOf: (item: Item) => readonly string[],
): readonly Item[] {
  return takesAll ? items : cover(items, facetsOf);
}

/**
 * Some of `items`, in their order, that together have every facet that any of them has. Few: each is the one that adds most to
 * those before, the first of several.
 */
export function cover<Item>(
  items: readonly Item[],
  facetsOf: (item: Item) => readonly string[],
): readonly Item[] {
  const missing = new Set(items.flatMap(facetsOf));
  const taken = new Set<Item>();
  while (missing.size > 0) {
    const added = (item: Item) => new Set(facetsOf(item)).intersection(missing).size;
    const best = items.reduce((most, item) => (added(item) > added(most) ? item : most));
    taken.add(best);
    for (const facet of facetsOf(best)) missing.delete(facet);
  }
  return items.filter((item) => taken.has(item));
}
