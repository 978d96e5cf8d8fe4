import { z } from 'zod';

/** Which part of an output comes back, as raw little-endian binary in a file. */
export const selectionSchema = z.discriminatedUnion('kind', [
  /** Every element, in the data type as stored. */
  z.object({ kind: z.literal('whole') }),
  /** The elements at these indices, in the data type as stored. */
  z.object({ kind: z.literal('elements'), indices: z.array(z.int().min(0)) }),
  /** Float64 sums of weight × element over the middle axis of [outer, length, inner]. */
  z.object({
    kind: z.literal('checksum'),
    length: z.int().min(1),
    inner: z.int().min(1),
    seed: z.int().min(0),
  }),
]);
export type Selection = z.infer<typeof selectionSchema>;
