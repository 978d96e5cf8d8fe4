import { z } from 'zod';
import type { Compared } from '../commands/compare/compare.ts';

const strings = z.array(z.string()).readonly();
const estimate = {
  ratio: z.number().describe('t_B / t_A: below 1 when B takes less time'),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  margin: z.number().describe('The margin that held here, a fraction'),
  pValue: z.number(),
  launches: z.int(),
  evidence: z.enum(['indicative', 'deciding', 'publishable']),
};
const decided = { ...estimate, verdict: z.enum(['faster', 'slower', 'same']) };
const doubted = {
  ...estimate,
  verdict: z.literal('inconclusive'),
  because: z.enum(['no-interval', 'wide-interval', 'false-discovery', 'control']),
};
const judgementSchema = z.union([z.object(decided), z.object(doubted)]);

const compared = {
  case: z.string(),
  aNs: z.number(),
  bNs: z.number(),
  unpairedRounds: z.int(),
  chosen: z.object({ a: strings, b: strings }).exactOptional(),
};
const sideSchema = z.object({
  runId: z.string(),
  startedAt: z.string(),
  stack: z.string(),
  software: z.boolean(),
});
const factSchema = z.union([z.object({ missing: z.literal(true) }), z.object({ value: z.json() })]);

/** What `compare --json` prints. */
export const compareDocumentSchema: z.ZodType<Compared> = z.object({
  files: z.object({ a: z.string(), b: z.string() }),
  regressed: z.boolean(),
  comparisons: z
    .array(
      z.object({
        a: sideSchema,
        b: sideSchema,
        pairing: z.enum(['rounds', 'launches']),
        margin: z.number(),
        confidence: z.number(),
        falseDiscoveryRate: z.number(),
        controls: z
          .array(
            z.object({
              runId: z.string(),
              stack: z.string(),
              cases: z.int(),
              judgement: judgementSchema.nullable(),
            }),
          )
          .readonly(),
        total: judgementSchema.nullable(),
        cases: z
          .array(
            z.union([z.object({ ...decided, ...compared }), z.object({ ...doubted, ...compared })]),
          )
          .readonly(),
        leftOut: z
          .array(
            z.object({
              case: z.string(),
              cause: z.enum([
                'software',
                'numerics',
                'missing',
                'wrong-result',
                'not-measured',
                'unverified',
                'caches',
                'unpaired',
              ]),
              reason: z.string(),
            }),
          )
          .readonly(),
        regressions: strings,
        facts: z.array(z.object({ path: z.string(), a: factSchema, b: factSchema })).readonly(),
        caveats: strings,
      }),
    )
    .readonly(),
  leftOut: z.array(z.object({ stack: z.string(), reason: z.string() })).readonly(),
});
