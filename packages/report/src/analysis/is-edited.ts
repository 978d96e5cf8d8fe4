import type { OkOutcome } from '@stackbench/model';

/**
 * Whether a variant was not the same program each time: such times are no series. `best` may have chosen
 * another variant each time.
 */
export function isEdited(measured: readonly OkOutcome[]): boolean {
  const variants = Map.groupBy(measured, ({ chosenVariant }) => chosenVariant);
  return [...variants.values()].some(
    (own) => new Set(own.flatMap(({ programDigest }) => programDigest ?? [])).size > 1,
  );
}
