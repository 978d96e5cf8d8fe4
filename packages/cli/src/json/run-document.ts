import {
  caseRecordSchema,
  footerSchema,
  headerSchema,
  outcomeSchema,
  stackSchema,
  statusSchema,
  tunablesSchema,
} from '@stackbench/model';
import type { Measured } from '@stackbench/report';
import { z } from 'zod';

const measuredSchema: z.ZodType<Measured> = z.object({
  kernelNs: z.number().describe("Median of the launches' medians"),
  rate: z.object({ perSecond: z.number(), unit: z.enum(['FLOP/s', 'B/s']) }),
  interval: z
    .object({
      lowNs: z.number(),
      highNs: z.number(),
      deviation: z.number().describe('The larger side of the interval ÷ its median'),
    })
    .nullable()
    .describe('95 % interval of the median over launches; null below 6 of them'),
  spread: z
    .number()
    .nullable()
    .describe('Half the distance between the quartiles of a launch ÷ its median: no interval'),
  launches: z.int(),
  fellBehind: z.boolean(),
  caches: z.enum(['cold', 'hot']),
  smClockMhz: z
    .number()
    .nullable()
    .describe('Of the GPU around the samples; null where its tools do not tell'),
  powerW: z.number().nullable(),
  chosenVariants: z.array(z.string()).readonly(),
});

/** What `run --json` prints: what the run file has, and what follows from it. */
export const runDocumentSchema = z.object({
  runFile: z.string(),
  header: headerSchema,
  outcomes: z.array(outcomeSchema).readonly(),
  footer: footerSchema.nullable(),
  summary: z.array(
    z.object({
      case: z.string(),
      stack: z.string(),
      software: z.boolean(),
      status: z.union([statusSchema, z.literal('not-run')]),
      measured: measuredSchema.nullable(),
      reasons: z.array(z.string()),
    }),
  ),
});

/** What `run --dry-run --json` prints. */
export const planDocumentSchema = z.object({
  suite: z.string(),
  rounds: z.int(),
  stacks: z.array(stackSchema),
  cases: z.array(caseRecordSchema),
  tunables: tunablesSchema,
});
