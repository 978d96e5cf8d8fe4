import type { Catalog } from '@stackbench/kernels';
import type { Suite } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import { casesOfProblem, kernelOf, listCases } from './list-cases.ts';
import { createMatcher, noSuch } from './match-names.ts';

/**
 * The cases of `suite` that fit any of `filters`, or all without filters. A filter is a glob over
 * case ids, or over their part before the colon (`gemm/naive`). Where the suite has none that fits, a
 * filter with a whole problem means cases of its own. Of what a filter finds, only what is usual is
 * taken, unless nothing of it is: then the outcomes say why.
 * @throws BenchError for a filter that fits nothing
 */
export function selectCases(
  catalog: Catalog,
  suite: Suite,
  filters: readonly string[] | undefined,
  isUsual: (planned: PlannedCase) => boolean,
): PlannedCase[] {
  const listed = listCases(catalog, suite);
  if (filters === undefined || filters.length === 0) return listed.filter(isUsual);
  const chosen = new Map<string, PlannedCase>();
  for (const filter of filters) {
    for (const planned of preferring(isUsual, findCases(catalog, listed, filter, suite.name))) {
      chosen.set(planned.record.id, planned);
    }
  }
  const known = listed.filter(({ record }) => chosen.has(record.id));
  for (const { record } of known) chosen.delete(record.id);
  return [...known, ...chosen.values()];
}

/**
 * The listed cases that fit a filter, or else those of its own problem.
 * @throws BenchError when there is neither
 */
export function findCases(
  catalog: Catalog,
  listed: readonly PlannedCase[],
  filter: string,
  suite: string | undefined,
): PlannedCase[] {
  const fits = createMatcher(filter);
  const found = listed.filter(({ record: { id } }) => fits(id) || fits(kernelOf(id)));
  if (found.length > 0) return found;
  const own = casesOfProblem(catalog, filter);
  if (own.length > 0) return own;
  const ids = listed.map(({ record }) => record.id);
  throw noSuch(filter, {
    noun: 'case',
    names: filter.includes(':') ? ids : new Set(ids.map(kernelOf)),
    where: suite === undefined ? '' : ` in the suite '${suite}'`,
    fix: "See 'pnpm bench list', or give a problem of your own, such as 'gemm/*:m=512,n=512,k=512;f32'.",
  });
}

function preferring(
  isUsual: (planned: PlannedCase) => boolean,
  cases: readonly PlannedCase[],
): readonly PlannedCase[] {
  const usual = cases.filter(isUsual);
  return usual.length > 0 ? usual : cases;
}
