import { z } from 'zod';

const shard = {
  index: z.int(),
  outcomes: z.int().describe('How many its run file has'),
  expected: z.int().describe('How many it has when it is complete'),
  log: z.string(),
};

const shardSchema = z.discriminatedUnion('is', [
  z.object({ ...shard, is: z.literal('complete') }),
  z.object({
    ...shard,
    is: z.literal('running'),
    node: z.string().nullable(),
    elapsed: z.string().describe('As Slurm writes it: 1-02:03:04'),
  }),
  z.object({
    ...shard,
    is: z.literal('waiting'),
    reason: z.string(),
    advice: z.string().nullable().describe('Where waiting alone will not do'),
  }),
  z
    .object({ ...shard, is: z.literal('failed'), reason: z.string() })
    .describe('It was submitted, is in no queue any more, and its file is not complete'),
  z.object({ ...shard, is: z.literal('unsubmitted') }),
  z
    .object({ ...shard, is: z.literal('foreign'), reason: z.string() })
    .describe('Its file is of another matrix, or this one was changed since'),
]);

/** What `fleet status --json` prints. */
export const fleetStatusDocumentSchema = z.object({
  matrixId: z.string(),
  problem: z.string().nullable().describe('Why the queue could not be asked'),
  shards: z.array(shardSchema),
});
