import { replySchema } from '@stackbench/model';
import type { z } from 'zod';
import { failed, type Failed } from './answer.ts';
import { boundMessage, excerpt } from './tail.ts';

/** A reply as understood; `lost`: the worker that sent it cannot be used any more. */
export type ParsedReply<T> =
  | { lost: false; answer: { ok: true; result: T } }
  | { lost: boolean; answer: Failed };

/** Nothing that a worker says goes deeper; what goes very deep ends those who walk through it. */
const deepest = 64;

/** Reads one line of the protocol. Garbage is a crash of the worker that sent it. */
export function parseReply<T>(line: string, schema: z.ZodType<T>): ParsedReply<T> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return garbage(`The worker's reply is not JSON: ${excerpt(line)}`);
  }
  if (isDeeperThan(json, deepest)) {
    return garbage(`The worker's reply is nested more than ${deepest} levels: ${excerpt(line)}`);
  }
  const reply = replySchema.safeParse(json);
  if (reply.success && !reply.data.ok) {
    const { status, message, fatal } = reply.data.failure;
    return { lost: fatal, answer: failed(status, boundMessage(message)) };
  }
  const result = reply.success && reply.data.ok ? schema.safeParse(reply.data.result) : reply;
  if (reply.success && result.success) {
    return { lost: false, answer: { ok: true, result: result.data as T } };
  }
  const [issue] = result.error?.issues ?? [];
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  return garbage(`The worker's reply has the wrong shape${where}: ${excerpt(line)}`);
}

function garbage(reason: string): { lost: true; answer: Failed } {
  return { lost: true, answer: failed('crash', reason) };
}

/** Level by level, as what is very deep must not be walked through by recursion. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; depth <= limit; depth++) {
    level = level.flatMap((each): unknown[] =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
