import type { Tunables } from '@stackbench/model';

/** A term whose inputs are made on the spot costs about as much as this many multiply-adds. */
const macsPerTerm = 8;
const fewest = 16;

/** How many elements, each a sum of `length` products, a gate samples. */
export function affordableElements(
  length: number,
  { randomGateElements, wholeReferenceMacs }: Tunables,
): number {
  const affordable = Math.floor(wholeReferenceMacs / macsPerTerm / length);
  return Math.max(fewest, Math.min(randomGateElements, affordable));
}
