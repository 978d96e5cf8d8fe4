import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type Description, descriptionSchema, replySchema } from '@stackbench/model';
import {
  cookieVariable,
  type DiscoverOptions,
  killTree,
  type WorkerCommand,
} from '@stackbench/workers';

/** What a worker said of itself, or why it said nothing. */
export type ProbeResult =
  | { ok: true; description: Description }
  | { ok: false; reason: string; log: string };

const tailLength = 2000;
const graceMs = 500;

/** Starts a worker, asks it to describe itself, and ends it. Never rejects. */
export async function probe(
  command: WorkerCommand,
  options: DiscoverOptions,
): Promise<ProbeResult> {
  const cookie = randomUUID();
  const onDescriptor = command.replies === 'fd3';
  const child = spawn(command.file, [...command.args], {
    stdio: ['pipe', 'pipe', 'pipe', onDescriptor ? 'pipe' : 'ignore'],
    env: {
      ...process.env,
      ...command.env,
      STACKBENCH_REPLY_FD: onDescriptor ? '3' : undefined,
      [cookieVariable]: cookie,
    },
    windowsHide: true,
  });
  const ended = once(child, 'exit').then(
    ([code, signal]) => `it ended with ${signal ?? `exit code ${code}`}`,
    (error: Error) => `it cannot be started: ${error.message}`,
  );
  const log = collectTail(child.stderr!);
  child.stdin!.on('error', () => {});
  child.stdin!.end('{"do":"describe"}\n');
  const replies = (onDescriptor ? child.stdio[3] : child.stdout) as Readable;
  const stopped = new AbortController();
  const aborted = options.signal ?? new AbortController().signal;
  const reply = await Promise.race([
    readLine(replies).then((line) => ({ line })),
    // What was written before the end may still be on its way.
    ended.then(async (reason) => (await delay(100), { reason })),
    delay(options.timeoutMs, undefined, {
      signal: AbortSignal.any([stopped.signal, aborted]),
    }).then(
      () => ({ reason: `it did not answer within ${options.timeoutMs / 1000} s` }),
      () => ({ reason: 'the search was interrupted' }),
    ),
  ]);
  stopped.abort();
  if ('line' in reply) await Promise.race([ended, delay(graceMs, undefined, { ref: false })]);
  const hasExited = () =>
    child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  if (!('line' in reply) || !hasExited()) {
    await killTree({ kill: (signal) => child.kill(signal), hasExited }, cookie, graceMs);
  }
  if ('reason' in reply) return { ok: false, reason: reply.reason, log: log() };
  return parseReply(reply.line, log());
}

function parseReply(line: string, log: string): ProbeResult {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { ok: false, reason: `its reply is not JSON: ${line.slice(0, 200)}`, log };
  }
  const reply = replySchema.safeParse(json);
  if (reply.success && !reply.data.ok)
    return { ok: false, reason: reply.data.failure.message, log };
  const result = reply.success && reply.data.ok ? reply.data.result : null;
  const description = descriptionSchema.safeParse(result);
  if (description.success) return { ok: true, description: description.data };
  return { ok: false, reason: `its reply has the wrong shape: ${line.slice(0, 200)}`, log };
}

async function readLine(stream: Readable): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  stream.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    const end = text.indexOf('\n');
    if (end >= 0) resolve(text.slice(0, end));
  });
  stream.on('error', () => {});
  return promise;
}

function collectTail(stream: Readable): () => string {
  let tail = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-tailLength);
  });
  return () => tail.trim();
}
