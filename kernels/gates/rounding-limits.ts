import type { DataType, RoundingLimits } from '@stackbench/model';

/**
 * Of sums of products in f32. Simulated honest errors stay 4× below: f32 2.3e-6 up to K = 16384,
 * TF32 2.9e-4, bf16 out 1.7e-3; one dropped product of 16384 shows as 7.9e-3.
 */
export const roundingLimits: Readonly<Record<DataType, RoundingLimits>> = {
  f32: { relativeFrobenius: 1e-5, scaledMaximum: 2e-6 },
  tf32: { relativeFrobenius: 1e-3, scaledMaximum: 1e-3 },
  f16: { relativeFrobenius: 1e-3, scaledMaximum: 1e-3 },
  bf16: { relativeFrobenius: 4e-3, scaledMaximum: 4e-3 },
};
