import { z } from 'zod';

/** A number of 32 bits that a kernel is passed after its tensors. */
export const scalarSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('i32'), value: z.int32() }),
  /** Rounded to float32 by whoever passes it. */
  z.object({ type: z.literal('f32'), value: z.number() }),
]);
export type Scalar = z.infer<typeof scalarSchema>;

/** Integers as scalars, in order. */
export function i32(...values: number[]): Scalar[] {
  return values.map((value) => ({ type: 'i32', value }));
}
