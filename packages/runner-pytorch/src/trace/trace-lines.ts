import { z } from 'zod';

/** What the worker's folder prints when it is asked for a trace, a line a fact. */
const lineSchema = z.discriminatedUnion('fact', [
  z.object({ fact: z.literal('interpreter'), pid: z.int(), version: z.string() }),
  z.object({ fact: z.literal('about'), step: z.string() }),
  z.object({ fact: z.literal('first'), file: z.string(), error: z.string().nullable() }),
  z.object({
    fact: z.literal('import'),
    module: z.string(),
    version: z.string().nullable(),
    cuda: z.string().nullable(),
    architectures: z.array(z.string()),
    error: z.string().nullable(),
  }),
  z.object({ fact: z.literal('compute'), device: z.string(), error: z.string().nullable() }),
  z.object({
    fact: z.literal('library'),
    name: z.string(),
    file: z.string(),
    version: z.string().nullable(),
    how: z.enum(['called', 'opened', 'static']),
  }),
  z.object({ fact: z.literal('mapped'), files: z.array(z.string()) }),
  z.object({ fact: z.literal('cudnn-built-for'), cuda: z.string().nullable() }),
  z.object({ fact: z.literal('objection'), error: z.string() }),
  z.object({
    fact: z.literal('driver'),
    file: z.string().nullable(),
    version: z.string().nullable(),
  }),
  z.object({ fact: z.literal('end') }),
]);
export type TraceLine = z.infer<typeof lineSchema>;

/** The lines that are whole and make sense: the last of a process that died may be neither. */
export function parseTraceLines(text: string): TraceLine[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('{"fact"')) return [];
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}
