import { z } from 'zod';

const scaleSchema = z
  .number()
  .min(2 ** -8)
  .max(2 ** 8)
  .refine((scale) => Number.isInteger(Math.log2(scale)), 'it is a power of two');

/**
 * How inputs come to be. Every worker makes them itself, on its device, from one integer hash of
 * (seed, tensor, index), so that all stacks compute on the same bits without an upload.
 *
 * - `integers`: uniform in [−range, range], kept with probability 2^−sparsity, else 0. Products and
 *   partial sums stay integers below 2^24, so f32 accumulation is exact in any order.
 * - `reals`: uniform in [−1, 1) on a grid as fine as the data type's significand, so that every
 *   value is stored without rounding.
 *
 * `scale` multiplies every value: a power of two, so that none is rounded. Left out: 1.
 */
export const fillSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('integers'),
    range: z.number().int().min(1).max(127),
    sparsity: z.number().int().min(0).max(24),
    seed: z.number().int().min(0).max(0xffffffff),
    scale: scaleSchema.optional(),
  }),
  z.object({
    kind: z.literal('reals'),
    seed: z.number().int().min(0).max(0xffffffff),
    scale: scaleSchema.optional(),
  }),
]);
export type Fill = z.infer<typeof fillSchema>;
