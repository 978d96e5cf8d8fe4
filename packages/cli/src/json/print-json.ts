import type { z } from 'zod';

/** The one document that `--json` prints; `schema` is its shape, which `schemas/` publishes. */
export function printJson<T>(_schema: z.ZodType<T>, document: NoInfer<T>): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
