import TinyQueue from 'tinyqueue';

/**
 * Shares `items` out so that all shares weigh about the same: the heaviest first, each to the share that is the
 * lightest so far. The same items make the same shares. No share is empty where there are as many items.
 */
export function shareOut<T>(
  items: readonly T[],
  count: number,
  weigh: (item: T) => number,
): { items: T[]; weight: number }[] {
  const shares = Array.from({ length: count }, (_, index) => ({
    index,
    items: [] as T[],
    weight: 0,
  }));
  const lightest = new TinyQueue(
    shares,
    (a, b) => a.weight - b.weight || a.items.length - b.items.length || a.index - b.index,
  );
  const weighed = items.map((item) => ({ item, weight: weigh(item) }));
  // Sorting is stable: equals stay in their order.
  for (const { item, weight } of weighed.toSorted((a, b) => b.weight - a.weight)) {
    const share = lightest.pop();
    if (share === undefined) break;
    share.items.push(item);
    share.weight += weight;
    lightest.push(share);
  }
  return shares.map(({ items: own, weight }) => ({ items: own, weight }));
}
