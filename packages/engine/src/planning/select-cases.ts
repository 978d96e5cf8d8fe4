import type { Catalog } from '@stackbench/kernels';
import { BenchError, type Stack, type Suite } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import { caseFromId, listCases } from './list-cases.ts';
import { isComputable } from './is-computable.ts';
import { createMatcher, isGlob, suggest } from './match-names.ts';

/**
 * The cases of `suite` that fit any of `filters`, or all without filters. A filter is a glob over
 * case ids, or over their part before the colon (`gemm/naive`). A whole id that the suite does not
 * have is a case of its own. Cases that no kind among `stacks` has a source for are left out,
 * unless a filter fits nothing else: then their outcomes say why.
 * @throws BenchError for a filter that fits nothing
 */
export function selectCases(
  catalog: Catalog,
  suite: Suite,
  stacks: readonly Stack[],
  filters: readonly string[] | undefined,
): PlannedCase[] {
  const listed = listCases(catalog, suite);
  const computable = listed.filter((planned) => isComputable(planned, stacks));
  if (filters === undefined || filters.length === 0) return computable;
  const chosen = new Set<string>();
  const extra = new Map<string, PlannedCase>();
  for (const filter of filters) {
    const fits = createMatcher(filter);
    const isFound = ({ record }: PlannedCase) => fits(record.id) || fits(kernelOf(record.id));
    const usual = computable.filter(isFound);
    const found = usual.length > 0 ? usual : listed.filter(isFound);
    if (found.length > 0) for (const { record } of found) chosen.add(record.id);
    else if (isWholeId(filter)) {
      const typed = caseFromId(catalog, filter);
      chosen.add(typed.record.id);
      extra.set(typed.record.id, typed);
    } else throw noSuchCase(filter, suite, listed);
  }
  const known = listed.filter(({ record }) => chosen.has(record.id));
  for (const { record } of known) extra.delete(record.id);
  return [...known, ...extra.values()];
}

function isWholeId(filter: string): boolean {
  return !isGlob(filter) && filter.includes(':') && filter.includes(';');
}

/** `gemm/naive` of `gemm/naive:m=512,n=512,k=512;f32` */
function kernelOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}

function noSuchCase(filter: string, suite: Suite, listed: readonly PlannedCase[]): BenchError {
  const ids = listed.map(({ record }) => record.id);
  const names = filter.includes(':') ? ids : [...new Set(ids.map(kernelOf))];
  return new BenchError(
    `No case of the suite '${suite.name}' fits '${filter}'.${suggest(filter, names)}`,
    {
      fix: "See 'pnpm bench list', or give a whole case id, such as 'gemm/naive:m=512,n=512,k=512;f32'.",
    },
  );
}
