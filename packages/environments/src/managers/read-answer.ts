import { BenchError } from '@stackbench/model';
import type { z } from 'zod';

/**
 * What a tool says in JSON, as far as it is asked for.
 * @param whose on a sentence: `The plan of /opt/conda/bin/conda`
 * @throws BenchError for what makes no sense
 */
export function readAnswer<T>(text: string, schema: z.ZodType<T>, whose: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new BenchError(`${whose} makes no sense: ${text.trim().slice(0, 300) || 'nothing'}`, {
      cause,
      fix: 'Install that tool again, or use another: --with TOOL.',
    });
  }
}
