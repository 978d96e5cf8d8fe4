import { replySchema } from '@stackbench/model';
import type { z } from 'zod';
import { failed, type Failed } from './answer.ts';
import { printable } from './tail.ts';

/** A reply as understood; `lost`: the worker that sent it cannot be used any more. */
export type ParsedReply<T> =
  | { lost: false; answer: { ok: true; result: T } }
  | { lost: boolean; answer: Failed };

/** Reads one line of the protocol. Garbage is a crash of the worker that sent it. */
export function parseReply<T>(line: string, schema: z.ZodType<T>): ParsedReply<T> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    const reason = `The worker's reply is not JSON: ${excerpt(line)}`;
    return { lost: true, answer: failed('crash', reason) };
  }
  const reply = replySchema.safeParse(json);
  if (reply.success && !reply.data.ok) {
    const { status, message, fatal } = reply.data.failure;
    return { lost: fatal, answer: failed(status, printable(message)) };
  }
  const result = reply.success && reply.data.ok ? schema.safeParse(reply.data.result) : reply;
  if (reply.success && result.success) {
    return { lost: false, answer: { ok: true, result: result.data as T } };
  }
  const [issue] = result.error?.issues ?? [];
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  const reason = `The worker's reply has the wrong shape${where}: ${excerpt(line)}`;
  return { lost: true, answer: failed('crash', reason) };
}

/** The start of a text that may be long and hostile. */
export function excerpt(text: string): string {
  const shown = printable(text);
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
}
