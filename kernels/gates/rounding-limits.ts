import type { DataType, Expectation } from '@stackbench/model';

type Rounding = NonNullable<Expectation['rounding']>;

/** Up to so many products the limits below are calibrated: few where sums are as short as what is stored. */
const calibratedLength: Readonly<Record<DataType, number>> = {
  f32: 16_384,
  tf32: 16_384,
  f16: 16_384,
  f16acc: 4,
  bf16: 16_384,
};

/**
 * ‖error‖ ÷ ‖expected‖ of sums of products. Simulated honest errors of the
 * product's own fill stay well below, up to the calibrated length: f32 2.3e-6; TF32 2.9e-4, its
 * inputs rounded; f16 stored 1.6e-4 and bf16 stored 1.7e-3, which is half a unit in the last place.
 */
const relativeFrobenius: Readonly<Record<DataType, number>> = {
  f32: 1e-5,
  tf32: 1e-3,
  f16: 1e-3,
  f16acc: 1e-3,
  bf16: 4e-3,
};

/**
 * max |error| ÷ Σ|a·b|. It does not grow with the length: an error grows as the sum of its products does, and
 * their magnitudes add up faster. A single product is stored within 2^-11 (f16) and 2^-8 (bf16).
 */
const scaledMaximum: Readonly<Record<DataType, number>> = {
  f32: 2e-6,
  tf32: 1e-3,
  f16: 1e-3,
  f16acc: 4e-3,
  bf16: 4e-3,
};

/**
 * ‖error‖ ÷ ‖expected‖ of many sums of `length` products. Beyond the calibrated length the limit grows as √length:
 * the partial sums that are rounded grow so, and their roundings add up like steps in random
 * directions (Higham and Mary, "A new approach to probabilistic rounding error analysis", 2019).
 * Tensor cores round every sum of 8 or 16 products towards zero (Fasi et al., "Numerical behavior
 * of NVIDIA tensor cores", 2021), which grows faster from a lower start. Simulated at 500,000 products
 * (128 elements, of which 16 are compared): f32 1.4e-5 of 5.5e-5; on tensor cores TF32 1.6e-3 and f16 7e-4 of 5.5e-3,
 * bf16 1.6e-3 of 2.2e-2.
 */
export function relativeLimit(dataType: DataType, length: number): number {
  return relativeFrobenius[dataType] * Math.sqrt(Math.max(1, length / calibratedLength[dataType]));
}

/** How far sums of `length` products may be off. */
export function roundingOf(
  dataType: DataType,
  length: number,
  expected: Float64Array,
  magnitudes: Float64Array,
): Rounding {
  return {
    magnitudes,
    limits: {
      relativeFrobenius: relativeLimit(dataType, length) * scatterOf(length, expected, magnitudes),
      scaledMaximum: scaledMaximum[dataType],
    },
  };
}

/**
 * Few elements may happen to be small, and their errors large: 1 where there are many. Sums of products of both signs are
 * about Σ|a·b| ÷ √length; where the products of all compared elements cancel to less, that is what
 * their errors are held against. The root mean square of N errors exceeds its expectation by little more than 1 ÷ √N.
 */
function scatterOf(length: number, expected: Float64Array, magnitudes: Float64Array): number {
  const usual = norm(magnitudes) / Math.sqrt(length);
  return (1 + 1 / Math.sqrt(expected.length)) * Math.max(1, usual / norm(expected));
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
}
