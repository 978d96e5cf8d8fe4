import { z } from 'zod';

/** What is to be thought of a belief. */
export const verdictSchema = z.enum(['true', 'false', 'half', 'depends', 'outdated']);
export type Verdict = z.infer<typeof verdictSchema>;
