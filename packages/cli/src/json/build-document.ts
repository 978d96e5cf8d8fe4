import { dataTypes } from '@stackbench/model';
import type { CompilerBuild } from '@stackbench/programs';
import { z } from 'zod';

const passCountSchema = z
  .object({ needed: z.int(), fewest: z.int(), worst: z.number() })
  .describe(
    'Passes over the banks of shared memory: needed, without a conflict, and by how much the worst access needs more',
  );

const resultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    resources: z.object({
      registers: z.int(),
      sharedBytes: z.int(),
      stackBytes: z.int(),
      spillStoreBytes: z.int(),
      spillLoadBytes: z.int(),
    }),
    report: z
      .object({
        blocksPerMultiprocessor: z.int().nullable(),
        mainLoop: z
          .object({
            product: z.string(),
            instruction: z.string(),
            products: z.int(),
            slots: z.int(),
          })
          .nullable()
          .describe('Null where no loop multiplies, or the machine code was not read'),
        peakShare: z
          .number()
          .nullable()
          .describe('Of the peak, at most, by the issue slots of the main loop'),
        sharedPasses: z
          .object({ loads: passCountSchema.nullable(), stores: passCountSchema })
          .nullable()
          .describe('Of the first blocks; null where there is no C++ compiler to count them with'),
      })
      .optional()
      .describe('With --report'),
    buildNs: z.number(),
    cached: z.boolean(),
  }),
  z.object({ ok: z.literal(false), reason: z.string() }),
]);

const compilerBuildSchema: z.ZodType<CompilerBuild> = z.object({
  id: z.string().describe('The stack that has the compiler'),
  compiler: z.string().nullable(),
  kernels: z
    .array(
      z.object({
        variant: z.string(),
        pass: z.string(),
        dataType: z.enum(dataTypes),
        architecture: z.string(),
        constants: z.record(z.string(), z.number()),
        threads: z.int(),
        dynamicSharedBytes: z.int(),
        result: resultSchema,
      }),
    )
    .readonly(),
  workers: z.array(z.object({ architecture: z.string(), file: z.string() })).readonly(),
  problems: z.array(z.object({ reason: z.string(), fix: z.string() })).readonly(),
});

/** What `build --json` prints. */
export const buildDocumentSchema = z.object({ builds: z.array(compilerBuildSchema).readonly() });
