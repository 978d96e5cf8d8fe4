import type { Catalog } from '@stackbench/kernels';
import { findCases, findFitting, findNamed, listCases } from '@stackbench/engine';
import { type CaseRecord, type Stack, type Suite } from '@stackbench/model';
import { type ListDocument, listDocumentSchema } from '../../json/list-document.ts';
import { printJson } from '../../json/print-json.ts';

/** What can be measured here. */
export interface Inventory {
  stacks: readonly Stack[];
  suites: readonly { suite: Suite; cases: readonly CaseRecord[] }[];
  /** Asked for, and in none of the suites. */
  ownCases: readonly CaseRecord[];
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
  stacks: readonly Stack[],
  { suite, stackGlobs, caseGlobs }: InventoryFilters,
): Inventory {
  const wanted =
    suite === undefined
      ? [...catalog.suites.values()]
      : [findNamed(catalog.suites, 'suite', suite)];
  const suites = wanted.map((each) => ({ suite: each, cases: listCases(catalog, each) }));
  const listed = suites.flatMap(({ cases }) => cases);
  const found = caseGlobs.flatMap((glob) => findCases(catalog, listed, glob, suite));
  const chosen = new Map(
    (caseGlobs.length === 0 ? listed : found).map(({ record }) => [record.id, record]),
  );
  const known = new Set(listed.map(({ record }) => record.id));
  const names = stacks.map(({ id }) => id);
  const chosenStacks = new Set(
    stackGlobs.flatMap((glob) => [...findFitting(glob, { noun: 'stack', names })]),
  );
  return {
    stacks: stackGlobs.length === 0 ? stacks : stacks.filter(({ id }) => chosenStacks.has(id)),
    suites: suites
      .map(({ suite: each, cases }) => ({
        suite: each,
        cases: cases.map(({ record }) => record).filter(({ id }) => chosen.has(id)),
      }))
      .filter(({ cases }) => cases.length > 0 || caseGlobs.length === 0),
    ownCases: [...chosen.values()].filter(({ id }) => !known.has(id)),
  };
}

/** The shape that other programs read: `{stacks, suites: [{name, cases}], ownCases, setups}`. */
export function inventoryAsJson(
  { stacks, suites, ownCases }: Inventory,
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
