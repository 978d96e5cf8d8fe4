import { z } from 'zod';

const severitySchema = z.enum([
  /** Something does not work, or computes with other code than it claims. */
  'error',
  /** It works, and will surprise. */
  'warning',
  /** Worth knowing. */
  'note',
]);
export type Severity = z.infer<typeof severitySchema>;

export const findingSchema = z.object({
  /** The rule's id: `cudnn-parts-from-elsewhere`. */
  rule: z.string(),
  severity: severitySchema,
  /** What it is about: an environment's id, a toolkit's folder, `driver`. */
  subject: z.string(),
  message: z.string(),
  /** What was seen, a sentence each. Never empty. */
  evidence: z.array(z.string()).min(1),
  /** Can be pasted, or says what to do. */
  fix: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;
