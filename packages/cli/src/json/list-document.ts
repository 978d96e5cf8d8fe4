import { stackSchema } from '@stackbench/model';
import { z } from 'zod';

const caseIds = z.array(z.string()).describe('Case ids: operation/variant:problem;dataType');

/** What `list --json` prints. */
export const listDocumentSchema = z.object({
  stacks: z.array(stackSchema).readonly(),
  suites: z.array(z.object({ name: z.string(), title: z.string(), cases: caseIds })),
  ownCases: caseIds.describe('Asked for by --case, and in none of the suites'),
  setups: z.array(
    z.object({
      name: z.string(),
      format: z.enum(['requirements', 'project', 'conda', 'pixi']),
      summary: z.string(),
      made: z.boolean().describe('Whether its environment is there, complete'),
    }),
  ),
});
export type ListDocument = z.infer<typeof listDocumentSchema>;
