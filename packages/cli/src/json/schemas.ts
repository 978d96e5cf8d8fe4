import {
  descriptionSchema,
  inspectionSchema,
  matrixSchema,
  preparedSchema,
  replySchema,
  requestSchema,
  runLineSchema,
  sampledSchema,
} from '@stackbench/model';
import { doctorReportSchema } from '@stackbench/doctor';
import { z } from 'zod';
import { buildDocumentSchema } from './build-document.ts';
import { compareDocumentSchema } from './compare-document.ts';
import { envDocumentSchema } from './env-document.ts';
import { fleetStatusDocumentSchema } from './fleet-status-document.ts';
import { listDocumentSchema } from './list-document.ts';
import { planDocumentSchema, runDocumentSchema } from './run-document.ts';

/** What each file of `schemas/` describes, by its name. */
const described: Record<string, { title: string; schema: z.ZodType }> = {
  'run-file-line': { title: 'A line of a run file', schema: runLineSchema },
  matrix: { title: 'A matrix, as pnpm bench plan writes it', schema: matrixSchema },
  'worker-request': { title: 'A request to a worker, one line', schema: requestSchema },
  'worker-reply': { title: 'A reply of a worker, one line', schema: replySchema },
  'worker-results': {
    title: 'The `result` of a reply, by what was asked; null of all other requests',
    schema: z.object({
      describe: descriptionSchema,
      inspect: inspectionSchema,
      prepare: preparedSchema,
      sample: sampledSchema,
    }),
  },
  run: { title: 'pnpm bench --json', schema: runDocumentSchema },
  plan: { title: 'pnpm bench --dry-run --json', schema: planDocumentSchema },
  list: { title: 'pnpm bench list --json', schema: listDocumentSchema },
  env: { title: 'pnpm bench env list --json', schema: envDocumentSchema },
  build: { title: 'pnpm bench build --json', schema: buildDocumentSchema },
  doctor: { title: 'pnpm bench doctor --json', schema: doctorReportSchema },
  'fleet-status': {
    title: 'pnpm bench fleet status --json',
    schema: fleetStatusDocumentSchema,
  },
  compare: { title: 'pnpm bench compare --json', schema: compareDocumentSchema },
};

/** Every file of `schemas/`, by its name: what stackbench writes and prints, as JSON Schema 2020-12. */
export function renderSchemas(): Map<string, string> {
  return new Map(
    Object.entries(described).map(([name, { title, schema }]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'output', reused: 'ref' });
      return [`${name}.schema.json`, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`];
    }),
  );
}
