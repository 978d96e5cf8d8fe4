import { z } from 'zod';
import { dataTypes } from './data-type.ts';
import { fleetSchema, gatheredNodeSchema, gatheredSchema } from './fleet.ts';
import { type Outcome, outcomeLineSchema, statusSchema } from './outcome.ts';
import {
  bytesSchema,
  countSchema,
  flopsSchema,
  instantSchema,
  mostElements,
  mostRounds,
} from './ranges.ts';
import { stackSchema, stackShape } from './stack.ts';
import { tunablesSchema } from './tunables.ts';
import { works, workOf } from './work.ts';

/** Version of the run file's shape. A reader refuses files newer than itself. */
export const schemaVersion = 2;

/** The machine without names: nothing here tells who or where. */
export const machineSchema = z.object({
  platform: z.string(),
  arch: z.string(),
  osVersion: z.string(),
  cpu: z.string(),
  cpuCount: countSchema(2 ** 16, 1),
  memoryBytes: countSchema(mostElements, 2 ** 20),
  nvidiaDriver: z.string().nullable(),
});
export type Machine = z.infer<typeof machineSchema>;

/** A problem as part of a network, for weighted totals. */
export const layerSchema = z.object({
  /** `ResNet-50 v1.5` */
  network: z.string(),
  batch: countSchema(1e6, 1),
  /** How often the problem occurs in the whole network… */
  count: countSchema(1e6, 1),
  /** …which has so many operations, repeated ones counted. */
  operations: countSchema(1e6, 1),
});
export type Layer = z.infer<typeof layerSchema>;

const counted = { error: 'it is above 0 where the throughput counts it' };

/** A case as planned: its id and what the numbers mean. */
export const caseRecordSchema = z
  .object({
    id: z.string(),
    operation: z.string(),
    variant: z.string(),
    problem: z.string(),
    dataType: z.enum(dataTypes),
    /** What its throughput counts: this field of the two that follow. */
    work: z.enum(works),
    flops: flopsSchema,
    bytes: bytesSchema,
    /** What the problem is, where its suite says so. */
    title: z.string().optional(),
    /** What it is of a whole network, where its suite counts one. */
    layer: layerSchema.optional(),
  })
  .refine((record) => record.work !== 'flops' || workOf(record) > 0, {
    ...counted,
    path: ['flops'],
  })
  .refine((record) => record.work !== 'bytes' || workOf(record) > 0, {
    ...counted,
    path: ['bytes'],
  });
export type CaseRecord = z.infer<typeof caseRecordSchema>;

export const headerSchema = z.object({
  type: z.literal('header'),
  schemaVersion: z.literal(schemaVersion),
  runId: z.string(),
  startedAt: instantSchema,
  /** The arguments after `bench`, paths below the home folder shortened. */
  argv: z.array(z.string()),
  /** Commit of stackbench itself, and whether the work tree differed from it; null outside git. */
  commit: z.string().nullable(),
  dirty: z.boolean().nullable(),
  version: z.string(),
  machine: machineSchema,
  suite: z.string(),
  rounds: countSchema(mostRounds, 1),
  tunables: tunablesSchema,
  /** Of a shard of a matrix. */
  fleet: fleetSchema.optional(),
  /** Of a run that was put together of shards. */
  gathered: gatheredSchema.optional(),
  stacks: z.array(stackSchema),
  cases: z.array(caseRecordSchema),
});
export type Header = z.infer<typeof headerSchema>;

/** A header as today's stackbench writes it: of older files some fields come first to be. */
export const currentHeaderSchema = headerSchema.extend({ stacks: z.array(stackShape) });

export const footerSchema = z.object({
  type: z.literal('footer'),
  endedAt: instantSchema,
  counts: z.partialRecord(statusSchema, countSchema(mostElements)),
  /** Of a run that was put together of shards. */
  nodes: z.array(gatheredNodeSchema).optional(),
});
export type Footer = z.infer<typeof footerSchema>;

/** A line of a run file. */
export const runLineSchema = z.discriminatedUnion(
  'type',
  [headerSchema, outcomeLineSchema, footerSchema],
  { error: "it is 'header', 'outcome' or 'footer'" },
);
export type RunLine = z.infer<typeof runLineSchema>;

/** A run file as read: outcomes in the order written; no footer when the run was cut off. */
export interface Run {
  header: Header;
  outcomes: readonly Outcome[];
  footer: Footer | null;
}
