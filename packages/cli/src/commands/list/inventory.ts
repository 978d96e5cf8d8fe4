import type { Catalog } from '@stackbench/kernels';
import { createMatcher, listCases, quoteAll, suggest } from '@stackbench/engine';
import { BenchError, type CaseRecord, type Stack, type Suite } from '@stackbench/model';

/** What can be measured here. */
export interface Inventory {
  stacks: readonly Stack[];
  suites: readonly { suite: Suite; cases: readonly CaseRecord[] }[];
}

export interface InventoryFilters {
  suite: string | undefined;
  stackGlobs: readonly string[];
  caseGlobs: readonly string[];
}

/**
 * The stacks and the suites with their cases that fit the filters.
 * @throws BenchError for a filter that nothing fits, naming the near match
 */
export function takeInventory(
  catalog: Catalog,
  stacks: readonly Stack[],
  { suite, stackGlobs, caseGlobs }: InventoryFilters,
): Inventory {
  const suites = [...catalog.suites.values()]
    .filter(({ name }) => suite === undefined || name === suite)
    .map((each) => ({
      suite: each,
      cases: listCases(catalog, each).map(({ record }) => record),
    }));
  if (suite !== undefined && suites.length === 0) {
    const names = [...catalog.suites.keys()];
    throw new BenchError(`There is no suite '${suite}'.${suggest(suite, names)}`, {
      fix: `Use one of ${quoteAll(names)}.`,
    });
  }
  const ids = suites.flatMap(({ cases }) => cases.map(({ id }) => id));
  const chosen = new Set(filterNames('case', ids, caseGlobs));
  const chosenStacks = new Set(
    filterNames(
      'stack',
      stacks.map(({ id }) => id),
      stackGlobs,
    ),
  );
  return {
    stacks: stacks.filter(({ id }) => chosenStacks.has(id)),
    suites: suites
      .map((each) => ({ ...each, cases: each.cases.filter(({ id }) => chosen.has(id)) }))
      .filter(({ cases }) => cases.length > 0 || caseGlobs.length === 0),
  };
}

/** The names that fit any of `globs`, in full or before a colon and a problem; all without globs. */
function filterNames(noun: string, names: readonly string[], globs: readonly string[]): string[] {
  if (globs.length === 0) return [...names];
  return globs.flatMap((glob) => {
    const fits = createMatcher(glob);
    const found = names.filter((name) => fits(name) || fits(name.replace(/:[^:]*;.*$/, '')));
    if (found.length > 0) return found;
    throw new BenchError(`There is no ${noun} that fits '${glob}'.${suggest(glob, names)}`, {
      fix: "See 'pnpm bench list'.",
    });
  });
}

/** The shape that other programs read: `{stacks, suites: [{name, cases}], setups}`. */
export function inventoryAsJson({ stacks, suites }: Inventory): string {
  const document = {
    stacks,
    suites: suites.map(({ suite, cases }) => ({
      name: suite.name,
      title: suite.title,
      cases: cases.map(({ id }) => id),
    })),
    setups: [],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
