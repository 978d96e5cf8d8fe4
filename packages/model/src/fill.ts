import { z } from 'zod';
import { type DataType, dataTypeTraits } from './data-type.ts';
import { elementHash, streamKey } from './hash.ts';

/**
 * How inputs come to be. Every worker makes them itself, on its device, from one integer hash of
 * (seed, tensor, index), so that all stacks compute on the same bits without an upload.
 *
 * - `integers`: uniform in [−range, range], kept with probability 2^−sparsity, else 0. Products and
 *   partial sums stay integers below 2^24, so f32 accumulation is exact in any order.
 * - `reals`: uniform in [−1, 1) on a grid as fine as the data type's significand, so that every
 *   value is stored without rounding.
 */
export const fillSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('integers'),
    range: z.number().int().min(1).max(127),
    sparsity: z.number().int().min(0).max(16),
    seed: z.number().int().min(0).max(0xffffffff),
  }),
  z.object({
    kind: z.literal('reals'),
    seed: z.number().int().min(0).max(0xffffffff),
  }),
]);
export type Fill = z.infer<typeof fillSchema>;

/** The value of element `index`, exact in `dataType`. `index` counts elements in memory order. */
export function elementValue(fill: Fill, dataType: DataType, key: number, index: number): number {
  const h = elementHash(key, index);
  if (fill.kind === 'integers') {
    if (fill.sparsity > 0 && h >>> (32 - fill.sparsity) !== 0) return 0;
    return (h % (2 * fill.range + 1)) - fill.range;
  }
  const bits = dataTypeTraits(dataType).significandBits;
  return (h >>> (32 - bits)) * 2 ** (1 - bits) - 1;
}

/** All `length` elements of input number `tensor`. Values are exact in f32, whatever the type. */
export function fillTensor(
  fill: Fill,
  dataType: DataType,
  tensor: number,
  length: number,
): Float32Array {
  const key = streamKey(fill.seed, tensor);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = elementValue(fill, dataType, key, i);
  return values;
}
