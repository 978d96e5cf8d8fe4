import { z } from 'zod';
import { type DataType, dataTypeTraits } from './data-type.ts';

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

/** Bijective scrambling of 32 bits: the finaliser of MurmurHash3 (Appleby, public domain). */
export function mix32(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The key of one tensor's stream: `tensor` is its position among the inputs. */
export function streamKey(seed: number, tensor: number): number {
  return mix32((seed ^ mix32(tensor + 1)) >>> 0);
}

/** The 32 random bits of element `index` of the stream `key` (a Weyl sequence, scrambled). */
export function elementHash(key: number, index: number): number {
  return mix32((Math.imul(index, 0x9e3779b1) + key) >>> 0);
}

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

/** The stream that checksum weights are drawn from: no tensor has this position. */
const checksumStream = 0xc5c5;

/**
 * The first `length` checksum weights: integers in 1…8, none of them 0, so that no single wrong
 * element can hide behind its weight.
 */
export function checksumWeights(seed: number, length: number): Float64Array {
  const key = streamKey(seed, checksumStream);
  return Float64Array.from({ length }, (_, i) => (elementHash(key, i) & 7) + 1);
}
