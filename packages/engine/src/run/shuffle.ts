import { elementHash, streamKey } from '@stackbench/model';

/** The stream that orders are drawn from: no tensor has this position. */
const orderStream = 0x0bde;

/** A copy in an order drawn from `seed` and `round` (Fisher–Yates). */
export function shuffle<T>(items: readonly T[], seed: number, round: number): T[] {
  const key = streamKey(seed, orderStream + round);
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = elementHash(key, last) % (last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}
