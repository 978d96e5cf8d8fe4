import { z } from 'zod';
import { countSchema, durationNsSchema, mostRounds } from './ranges.ts';

/** Shards of a matrix. */
export const mostShards = 100_000;

/** A node without its name: the same for all shards of a matrix that it ran, another for every matrix. */
export const nodeTokenSchema = z.string().regex(/^[0-9a-f]{12}$/);

/** The case that every node measures beside its shards, with one stack: nodes alike take the same time for it. */
export const probeSchema = z.object({ case: z.string(), stack: z.string() });
export type Probe = z.infer<typeof probeSchema>;

/** What a run file tells of itself that holds one shard of a matrix. */
export const fleetSchema = z.object({
  matrixId: z.string(),
  /** From 0. */
  shard: countSchema(mostShards - 1),
  shards: countSchema(mostShards, 1),
  /** The workload manager's job: `812_4`. */
  job: z.string().optional(),
  nodeToken: nodeTokenSchema,
  /** The machine that the node is, likewise without its name: a scheduler may have several nodes on one. Absent where it does not tell. */
  machineToken: nodeTokenSchema.optional(),
  /** Times of the probe before the shard began, a launch each; none where it could not be measured. */
  probeNs: z.array(durationNsSchema).max(mostRounds),
});
export type Fleet = z.infer<typeof fleetSchema>;

/** A node whose results were gathered. */
export const gatheredNodeSchema = z.object({
  token: nodeTokenSchema,
  shards: z.array(countSchema(mostShards - 1)).min(1),
  /** Other nodes that are the same machine: what they measured at the same time disturbed each other. */
  sharesMachineWith: z.array(nodeTokenSchema).min(1).optional(),
  /** How it differs from the others, for people; absent of one that does not. */
  odd: z.string().optional(),
});
export type GatheredNode = z.infer<typeof gatheredNodeSchema>;

/**
 * What a run tells of itself that was gathered from shards. Its cases stand in the order of the shards, and every
 * outcome of a case comes from the node of its shard, so that none that are compared come from two.
 */
export const gatheredSchema = z.object({
  /** How many cases each shard has, in their order. */
  caseCounts: z.array(countSchema(mostShards, 1)).min(1).max(mostShards),
});
