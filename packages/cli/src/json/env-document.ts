import { ownRecordSchema } from '@stackbench/stacks';
import { z } from 'zod';

/** What `env list --json` prints. */
export const envDocumentSchema = z.object({
  setups: z.array(
    z.object({
      name: z.string(),
      file: z.string(),
      format: z.enum(['requirements', 'project', 'conda', 'pixi']),
      summary: z.string(),
      digest: z.string().describe('SHA-256 of the file and of those that it includes'),
      requirements: z
        .array(z.object({ subject: z.string(), operator: z.string(), value: z.string() }))
        .readonly(),
    }),
  ),
  environments: z
    .array(
      z.object({
        name: z.string(),
        folder: z.string(),
        state: z.enum(['complete', 'unfinished', 'foreign']),
        record: ownRecordSchema.nullable(),
        size: z.object({
          ownBytes: z.number().describe('Of files that are nowhere else'),
          sharedBytes: z.number().describe('Of files that have other names too'),
        }),
        versions: z.record(z.string(), z.string()).readonly(),
        setupChanged: z
          .boolean()
          .nullable()
          .describe('Whether the setup is another since; null where there is none any more'),
      }),
    )
    .readonly(),
  foreign: z.array(z.string()).describe('Ids of stacks that no setup has made'),
});
