import type { Catalog } from '@stackbench/kernels';
import {
  findCases,
  findFitting,
  findNamed,
  isComputable,
  listCases,
  selectStacks,
} from '@stackbench/engine';
import type { CaseRecord, KernelVariant, Stack, Suite } from '@stackbench/model';
import type { FoundStack } from '@stackbench/workers';
import { type ListDocument, listDocumentSchema } from '../../json/list-document.ts';
import { printJson } from '../../json/print-json.ts';

/** What can be measured here. */
export interface Inventory {
  stacks: readonly Stack[];
  suites: readonly ListedSuite[];
  /** What its variants are, by operation. */
  variants: ReadonlyMap<string, readonly KernelVariant[]>;
  /** Asked for, and in none of the suites. */
  ownCases: readonly CaseRecord[];
}

interface ListedSuite {
  suite: Suite;
  cases: readonly CaseRecord[];
  /** Of these cases so many a run here takes in: a stack of it has something that computes them. */
  runnable: number;
}

/** A setup, and whether its environment is made. */
export type ListedSetup = ListDocument['setups'][number];

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
  found: readonly FoundStack[],
  { suite, stackGlobs, caseGlobs }: InventoryFilters,
): Inventory {
  const wanted =
    suite === undefined
      ? [...catalog.suites.values()]
      : [findNamed(catalog.suites, 'suite', suite)];
  const suites = wanted.map((each) => ({ suite: each, cases: listCases(catalog, each) }));
  const stacks = found.map(({ stack }) => stack);
  const running = selectStacks(found, []).map(({ stack }) => stack);
  const listed = suites.flatMap(({ cases }) => cases);
  const fitting = caseGlobs.flatMap((glob) => findCases(catalog, listed, glob, suite));
  const chosen = new Map(
    (caseGlobs.length === 0 ? listed : fitting).map(({ record }) => [record.id, record]),
  );
  const known = new Set(listed.map(({ record }) => record.id));
  const names = stacks.map(({ id }) => id);
  const chosenStacks = new Set(
    stackGlobs.flatMap((glob) => [...findFitting(glob, { noun: 'stack', names })]),
  );
  return {
    stacks: stackGlobs.length === 0 ? stacks : stacks.filter(({ id }) => chosenStacks.has(id)),
    suites: suites
      .map(({ suite: each, cases }) => {
        const own = cases.filter(({ record }) => chosen.has(record.id));
        return {
          suite: each,
          cases: own.map(({ record }) => record),
          runnable: own.filter((planned) => isComputable(planned, running)).length,
        };
      })
      .filter(({ cases }) => cases.length > 0 || caseGlobs.length === 0),
    variants: new Map(
      [...catalog.operations].map(([name, { variants }]) => [name, variants] as const),
    ),
    ownCases: [...chosen.values()].filter(({ id }) => !known.has(id)),
  };
}

/** The shape that other programs read: `{stacks, suites: [{name, cases}], ownCases, setups}`. */
export function inventoryAsJson(
  { stacks, suites, ownCases }: Omit<Inventory, 'variants'>,
  setups: readonly ListedSetup[],
): string {
  return printJson(listDocumentSchema, {
    stacks,
    suites: suites.map(({ suite, cases }) => ({
      name: suite.name,
      title: suite.title,
      cases: cases.map(({ id }) => id),
    })),
    ownCases: ownCases.map(({ id }) => id),
    setups: [...setups],
  });
}
