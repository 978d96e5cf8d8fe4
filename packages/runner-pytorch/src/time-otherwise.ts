import process from 'node:process';
import type { DataType } from '@stackbench/model';
import {
  failed,
  type Failed,
  runTool,
  type ToolOptions,
  type WorkerCommand,
} from '@stackbench/workers';
import { z } from 'zod';

/** A matrix product. */
export interface Product {
  m: number;
  n: number;
  k: number;
  dataType: DataType;
}

const timesSchema = z.record(
  z.string(),
  z.union([z.object({ ns: z.number().positive() }), z.object({ absent: z.string() })]),
);
/** What a timer says of one repetition, or why it says nothing, by the timer's name. */
export type OtherTimes = z.infer<typeof timesSchema>;

/**
 * What the timers of others, torch's own and triton's, say of these products in the environment and on the device of
 * this worker; in their order.
 */
export async function timeOtherwise(
  { file, args, env }: WorkerCommand,
  products: readonly Product[],
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<{ ok: true; times: OtherTimes[] } | Failed> {
  const timed = [...args, '--timers', JSON.stringify(products)];
  const said = await runTool(file, timed, { ...options, env: { ...process.env, ...env } });
  if (!said.ok) return failed('crash', `The timers of torch and triton: it ${said.reason}.`);
  // Whatever an environment prints when Python starts stands before.
  const line = said.stdout.trim().split('\n').at(-1) ?? '';
  return { ok: true, times: timesSchema.array().length(products.length).parse(JSON.parse(line)) };
}
