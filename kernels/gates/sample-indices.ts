import { elementHash, streamKey } from '@stackbench/model';

/** The stream that sampled indices are drawn from: no tensor has this position. */
const indexStream = 0x5a3f;

/**
 * Up to `count` distinct element indices of a tensor, ascending: its corners (first and last
 * element among them), the rest drawn at random. All of them when there are no more than `count`.
 */
export function sampleIndices(shape: readonly number[], count: number, seed: number): Uint32Array {
  const elements = shape.reduce((product, extent) => product * extent, 1);
  if (elements <= count) return Uint32Array.from({ length: elements }, (_, i) => i);
  const key = streamKey(seed, indexStream);
  const chosen = new Set(corners(shape));
  for (let draw = 0; chosen.size < count; draw++) {
    chosen.add(Math.floor((elementHash(key, draw) / 2 ** 32) * elements));
  }
  return Uint32Array.from(chosen).toSorted();
}

/** Indices of the elements that are first or last along every axis. */
function corners(shape: readonly number[]): number[] {
  return shape.reduce<number[]>(
    (found, extent) => [
      ...new Set(found.flatMap((base) => [base * extent, base * extent + extent - 1])),
    ],
    [0],
  );
}
