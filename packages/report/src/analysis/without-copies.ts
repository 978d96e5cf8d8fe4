import { type CaseRecord, onlyMoves } from '@stackbench/model';

/**
 * Of what is ranked, that which computes: a copy shows a bandwidth, and not which stack computes faster. Where nothing
 * but copies was measured, all of it.
 */
export function withoutCopies<T>(
  items: readonly T[],
  caseOf: (item: T) => Pick<CaseRecord, 'flops'> | undefined,
): readonly T[] {
  const computing = items.filter((item) => !isCopy(caseOf(item)));
  return computing.length > 0 ? computing : items;
}

function isCopy(record: Pick<CaseRecord, 'flops'> | undefined): boolean {
  return record !== undefined && onlyMoves(record);
}
