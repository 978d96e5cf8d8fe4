import { z } from 'zod';
import { mostShards, probeSchema } from './fleet.ts';
import { countSchema, instantSchema, mostRounds } from './ranges.ts';
import { caseRecordSchema } from './run-file.ts';
import { stackSchema } from './stack.ts';
import { tunablesSchema } from './tunables.ts';

/** Version of the shape of a matrix. */
export const matrixVersion = 1;

/** What one task of a fleet measures: whole problems, each with all its variants, on all stacks in all rounds. */
export const shardSchema = z.object({
  index: countSchema(mostShards - 1),
  /** Ids of cases. */
  cases: z.array(z.string()).min(1),
  /** How long it is taken to need. Shards are made equal in it; how fast kernels are nobody knows before they ran. */
  estimatedSeconds: z.number().nonnegative(),
});
export type Shard = z.infer<typeof shardSchema>;

/** A run in shards, for many machines: what `plan` writes, and every shard reads. Paths and ids as in a run file. */
export const matrixSchema = z.object({
  version: z.literal(matrixVersion),
  /** That of the run which is gathered in the end. */
  matrixId: z.string().regex(/^[\w.-]+$/),
  createdAt: instantSchema,
  /** The arguments after `bench`. */
  argv: z.array(z.string()),
  /** Of stackbench itself, as run files have them. */
  commit: z.string().nullable(),
  dirty: z.boolean().nullable(),
  stackbench: z.string(),
  suite: z.string(),
  rounds: countSchema(mostRounds, 1),
  tunables: tunablesSchema,
  stacks: z.array(stackSchema).min(1),
  cases: z.array(caseRecordSchema).min(1),
  shards: z.array(shardSchema).min(1).max(mostShards),
  probe: probeSchema,
  /** What tokens of nodes are made with. */
  nodeSalt: z.string().regex(/^[0-9a-f]{32}$/),
});
export type Matrix = z.infer<typeof matrixSchema>;

/** Where a shard's run file lies, below the folder of shards; with `/` between folders. */
export function shardFile(matrixId: string, index: number): string {
  return `${matrixId}/${index}.jsonl`;
}
