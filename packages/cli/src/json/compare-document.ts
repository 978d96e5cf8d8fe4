import { z } from 'zod';
import type { Compared } from '../commands/compare/compare.ts';

const strings = z.array(z.string()).readonly();
const intervalSchema = z.object({ low: z.number(), high: z.number() }).nullable();
const estimate = {
  ratio: z.number().describe('t_B / t_A: below 1 when B takes less time'),
  interval: intervalSchema,
  margin: z.number().describe('The margin that held here, a fraction'),
  detectable: z
    .number()
    .nullable()
    .describe('The smallest difference that these launches could have told, a fraction'),
  pValue: z.number(),
  launches: z.int(),
  evidence: z.enum(['indicative', 'deciding', 'publishable']),
};
const decided = { ...estimate, verdict: z.enum(['faster', 'slower', 'same']) };
const doubted = {
  ...estimate,
  verdict: z.literal('inconclusive'),
  because: z.enum(['no-interval', 'wide-interval', 'false-discovery']),
};
const total = { rounds: z.int().describe('Rounds that hold any case') };

const compared = {
  case: z.string(),
  aNs: z.number(),
  bNs: z.number(),
  unpairedRounds: z.int(),
  odd: z
    .array(z.object({ side: z.enum(['A', 'B']), round: z.int(), factor: z.number() }))
    .readonly()
    .describe('Launches that are set aside'),
  chosen: z.object({ a: strings, b: strings }).exactOptional(),
};
const sideSchema = z.object({
  runId: z.string(),
  startedAt: z.string(),
  stack: z.string(),
  setup: z.string().nullable(),
  software: z.boolean(),
});
const factSchema = z.union([z.object({ missing: z.literal(true) }), z.object({ value: z.json() })]);

/** What `compare --json` prints. */
export const compareDocumentSchema: z.ZodType<Compared> = z.object({
  files: z.object({ a: strings, b: z.string() }),
  regressed: z.boolean(),
  comparisons: z
    .array(
      z.object({
        a: sideSchema,
        b: sideSchema,
        pairing: z.enum(['rounds', 'runs']),
        earlier: strings.describe('Other runs of the baseline'),
        margin: z.number(),
        confidence: z.number(),
        falseDiscoveryRate: z.number(),
        controls: z
          .array(
            z.object({
              runId: z.string(),
              stack: z.string(),
              cases: z.int(),
              ratio: z.number().nullable(),
              interval: intervalSchema,
              noise: z.number().describe('How much the stack may differ from itself, a fraction'),
            }),
          )
          .readonly(),
        total: z
          .union([z.object({ ...decided, ...total }), z.object({ ...doubted, ...total })])
          .nullable(),
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
                'device',
                'clock',
                'work',
                'numerics',
                'missing',
                'wrong-result',
                'not-measured',
                'unverified',
                'caches',
                'unpaired',
                'edited',
              ]),
              reason: z.string(),
            }),
          )
          .readonly(),
        broken: z.array(z.object({ case: z.string(), reason: z.string() })).readonly(),
        regressions: strings,
        facts: z.array(z.object({ path: z.string(), a: factSchema, b: factSchema })).readonly(),
        caveats: strings,
      }),
    )
    .readonly(),
  leftOut: z.array(z.object({ stack: z.string(), reason: z.string() })).readonly(),
});
