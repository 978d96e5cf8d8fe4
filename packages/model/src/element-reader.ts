import { type DataType, dataTypeTraits } from './data-type.ts';
import type { Fill } from './fill.ts';
import { elementHash, streamKey } from './hash.ts';

/**
 * Reads the elements of input number `tensor` without storing them. An index counts elements in
 * memory order; values are exact in `dataType`. Called billions of times, so nothing is looked up
 * in it.
 */
export function createElementReader(
  fill: Fill,
  dataType: DataType,
  tensor: number,
): (index: number) => number {
  const key = streamKey(fill.seed, tensor);
  const { scale = 1 } = fill;
  if (fill.kind === 'integers') {
    const { range, sparsity } = fill;
    const values = 2 * range + 1;
    const weight = 0x10000 % values;
    // hash mod values, by halves: above 2^31 a remainder would be computed in floating point.
    const value = (hash: number) =>
      ((((hash >>> 16) * weight + (hash & 0xffff)) % values) - range) * scale;
    if (sparsity === 0) return (index) => value(elementHash(key, index));
    return (index) => {
      const hash = elementHash(key, index);
      return hash >>> (32 - sparsity) === 0 ? value(hash) : 0;
    };
  }
  const bits = dataTypeTraits(dataType).significandBits;
  const unusedBits = 32 - bits;
  const step = 2 ** (1 - bits) * scale;
  return (index) => (elementHash(key, index) >>> unusedBits) * step - scale;
}

/** All `length` elements of input number `tensor`. Values are exact in f32, whatever the type. */
export function fillTensor(
  fill: Fill,
  dataType: DataType,
  tensor: number,
  length: number,
): Float32Array {
  const read = createElementReader(fill, dataType, tensor);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = read(i);
  return values;
}
