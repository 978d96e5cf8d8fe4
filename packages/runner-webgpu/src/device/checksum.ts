import type { DataType, Selection } from '@stackbench/model';
import { dataTypeTraits } from '@stackbench/model/data-type';
import { checksumWeights } from '@stackbench/model/hash';

type ChecksumSelection = Extract<Selection, { kind: 'checksum' }>;

/** Σ weight × element over the middle axis of [outer, length, inner], fed in memory order. */
export interface Checksum {
  push(elements: ArrayLike<number>): void;
  /** outer × inner sums, in float64. */
  sums: Float64Array;
}

export function createChecksum(
  { length, inner, seed }: ChecksumSelection,
  total: number,
): Checksum {
  const weights = checksumWeights(seed, length);
  const sums = new Float64Array((total / (length * inner)) * inner);
  let outer = 0;
  let middle = 0;
  let column = 0;
  return {
    sums,
    push: (elements) => {
      for (let i = 0; i < elements.length; i++) {
        sums[outer + column]! += weights[middle]! * elements[i]!;
        if (++column < inner) continue;
        column = 0;
        if (++middle < length) continue;
        middle = 0;
        outer += inner;
      }
    },
  };
}

/** Stored elements as numbers. */
export function decodeElements(bytes: ArrayBuffer, dataType: DataType): ArrayLike<number> {
  return dataTypeTraits(dataType).stored === 'f16'
    ? new Float16Array(bytes)
    : new Float32Array(bytes);
}
