import { shuffle } from './shuffle.ts';

/**
 * The order in which a round launches its stacks: drawn from `seed`, and such that over the rounds each
 * comes first equally often, up to one. Who comes first may have a cooler device.
 */
export function orderStacks<T>(stacks: readonly T[], seed: number, round: number): T[] {
  if (stacks.length === 0) return [];
  const [block, at] = [Math.floor(round / stacks.length), round % stacks.length];
  const first = shuffle(stacks, seed, firstStream + block)[at]!;
  return [first, ...shuffle(stacks, seed, round).filter((stack) => stack !== first)];
}

/** Rounds beyond all that a run may have: their orders are drawn for who comes first. */
const firstStream = 1 << 20;
