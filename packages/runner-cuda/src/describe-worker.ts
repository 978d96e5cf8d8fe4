import process from 'node:process';
import { type Facts, descriptionSchema, replySchema } from '@stackbench/model';
import { type DiscoverOptions, runTool, type WorkerCommand } from '@stackbench/workers';

/** What a worker tells of its device, or why it does not start. */
export async function describeWorker(
  { file, args, env }: WorkerCommand,
  { timeoutMs, signal }: DiscoverOptions,
): Promise<{ ok: true; facts: Facts } | { ok: false; reason: string }> {
  const result = await runTool(file, args, {
    timeoutMs,
    signal,
    // By hand it replies on its standard output.
    env: { ...process.env, ...env, STACKBENCH_REPLY_FD: undefined },
    input: '{"do":"describe"}\n',
  });
  if (!result.ok)
    return { ok: false, reason: `Its worker ${result.reason}. ${result.stderr}`.trim() };
  const reply = replySchema.safeParse(parseJson(result.stdout));
  if (reply.success && !reply.data.ok) return { ok: false, reason: reply.data.failure.message };
  const description = descriptionSchema.safeParse(
    reply.data?.ok === true ? reply.data.result : null,
  );
  if (description.success) return { ok: true, facts: description.data.facts };
  return { ok: false, reason: `Its worker's reply makes no sense: ${result.stdout.slice(0, 200)}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
