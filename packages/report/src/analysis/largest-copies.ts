import { type AmountOfWork, onlyMoves } from '@stackbench/model/work';

/**
 * What shows the bandwidth of each stack: of its copies that of the most bytes, which caches serve least, by its
 * fastest variant. The fastest stack first.
 */
export function largestCopies<T extends { case: Pick<AmountOfWork, 'flops' | 'bytes'> }>(
  measured: readonly T[],
  stackOf: (item: T) => string,
  perSecondOf: (item: T) => number,
): T[] {
  const fastestFirst = (a: T, b: T) => perSecondOf(b) - perSecondOf(a);
  const copies = measured.filter(({ case: amount }) => onlyMoves(amount));
  return [...Map.groupBy(copies, stackOf).values()]
    .flatMap((own) => {
      const most = Math.max(...own.map(({ case: { bytes } }) => bytes));
      return own
        .filter(({ case: { bytes } }) => bytes === most)
        .toSorted(fastestFirst)
        .slice(0, 1);
    })
    .toSorted(fastestFirst);
}
