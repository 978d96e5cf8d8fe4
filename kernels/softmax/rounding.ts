import { type DataType, dataTypeTraits, type Expectation } from '@stackbench/model';

/** 2^-24, half a unit in the last place of 1 in f32. */
const roundoff = 2 ** -24;

/**
 * An element's error in f32, relative to it, all that does not grow with the row: WGSL grants an
 * exponential 3 + 2·|x| units in the last place (W3C, "WebGPU Shading Language", accuracy of
 * built-in functions; CUDA's expf 2), which for |x| ≤ 2 are 8.4e-7, once above and once below the
 * fraction line, and a division 2.5 units, 3e-7. Twice that.
 */
const elementError = 4e-6;

/**
 * The sum's: it grows as √columns, since the errors of its additions are independent. Simulated in
 * f32 with this fill, one addition after another: at most 0.54·√columns roundoffs for 1024 to 131072
 * columns (8 seeds each). Four times that.
 */
const sumRoundoffs = 2.2;

/** A smaller f16 is a multiple of 2^-24, so it may be half of that off; f32 and bf16 reach down to 2^-126. */
const halfSmallestF16 = 2 ** -25;

/**
 * What honest rounding does to the elements of rows of `columns`: what f32 computes, rounded once to
 * the data type, which costs half a unit in the last place. `expected` may be weighted sums of elements: all
 * are positive, so a bound on each bounds the sum; `weights` are then the sums of their weights.
 */
export function roundingOf(
  dataType: DataType,
  columns: number,
  expected: Float64Array,
  weights: number,
): NonNullable<Expectation['rounding']> {
  const { significandBits } = dataTypeTraits(dataType);
  const stored = significandBits === 24 ? 0 : 2 ** -significandBits;
  const limit = elementError + sumRoundoffs * roundoff * Math.sqrt(columns) + stored;
  const smallest = dataType === 'f16' ? (halfSmallestF16 * weights) / limit : 0;
  // An expected 0 is exact.
  const magnitudes = expected.map((value) => (value === 0 ? 0 : value + smallest));
  const relativeFrobenius = limit * (norm(magnitudes) / norm(expected));
  return { magnitudes, limits: { relativeFrobenius, scaledMaximum: limit } };
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
}
