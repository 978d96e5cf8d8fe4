/**
 * The step-up procedure of Benjamini & Hochberg (J. R. Statist. Soc. B 57, 1995): of the claims
 * that stand, at most a fraction `rate` is false on average. The i-th answer says whether the claim
 * with the i-th p-value stands.
 */
export function controlFalseDiscoveries(pValues: readonly number[], rate: number): boolean[] {
  const ascending = pValues.toSorted((one, other) => one - other);
  const last = ascending.findLastIndex(
    (pValue, index) => pValue <= (rate * (index + 1)) / ascending.length,
  );
  const threshold = ascending[last] ?? Number.NEGATIVE_INFINITY;
  return pValues.map((pValue) => pValue <= threshold);
}
