import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { Request } from '@stackbench/model';
import type { z } from 'zod';
import type { WorkerCommand } from './worker-command.ts';
import { type Answer, failed, type Failed } from './answer.ts';
import { killTree } from './kill-tree.ts';
import { excerpt, parseReply } from './parse-reply.ts';
import { spawnWorker, watchEnd } from './spawn-worker.ts';
import { createLineSplitter } from './split-lines.ts';
import { createTail } from './tail.ts';

/** A worker process and the line protocol to it. */
export interface Worker {
  /** Sends one request and waits for its reply. One at a time. */
  ask<T>(request: Request, schema: z.ZodType<T>, options: AskOptions): Promise<Answer<T>>;
  /** Whether the worker can take another request. */
  isUsable(): boolean;
  /** Lets the worker end by closing its input, then ends its whole tree. */
  stop(): Promise<void>;
}

interface AskOptions {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** A reply is small, as outputs travel in files. */
const longestReply = 1 << 20;
const logTail = 4000;
/** A timer set for longer fires at once. */
const longestTimerMs = 2 ** 31 - 1;
/** How long a worker has to end by itself, and to comply with TERM. */
const stopMs = 1000;

/** Starts a worker; that it cannot be started shows at the first request. */
export function startWorker(command: WorkerCommand): Worker {
  const cookie = randomUUID();
  const process_ = spawnWorker(command, cookie);
  const log = createTail(logTail);
  let lost: string | null = null;
  let pending: ((line: string | Failed) => void) | null = null;

  const lose = (reason: string) => {
    if (lost !== null) return;
    const said = log.text();
    lost = said === '' ? reason : `${reason}; it last said:\n${said}`;
    pending?.(failed('crash', lost));
  };
  const splitter = createLineSplitter(longestReply, {
    onLine: (line) => {
      const waiting = pending;
      pending = null;
      if (waiting === null) lose(`The worker replied without a request: ${excerpt(line)}`);
      else waiting(line);
    },
    onTooLong: (start) => lose(`The worker's reply has no end: ${excerpt(start)}`),
  });
  readText(process_.replies, (text) => splitter.push(text));
  for (const stream of process_.logs) readText(stream, (text) => log.push(text));
  void loseAtEnd();

  async function loseAtEnd() {
    const end = await watchEnd(process_);
    const partial = splitter.rest();
    lose(partial === '' ? end : `${end} in the middle of a reply: ${excerpt(partial)}`);
  }

  async function ask<T>(
    request: Request,
    schema: z.ZodType<T>,
    { timeoutMs, signal }: AskOptions,
  ): Promise<Answer<T>> {
    if (lost !== null) return failed('crash', lost);
    if (signal?.aborted === true) return failed('interrupted', 'The run was interrupted.');
    const start = performance.now();
    process_.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await nextLine(request.do, timeoutMs, signal);
    const roundTripNs = (performance.now() - start) * 1e6;
    if (typeof line !== 'string') {
      lost ??= line.reason;
      return line;
    }
    const parsed = parseReply(line, schema);
    if (parsed.lost) lose(parsed.answer.reason);
    if (parsed.answer.ok) return { ...parsed.answer, roundTripNs };
    return parsed.lost && lost !== null ? { ...parsed.answer, reason: lost } : parsed.answer;
  }

  async function nextLine(what: string, timeoutMs: number, signal: AbortSignal | undefined) {
    const { promise, resolve } = Promise.withResolvers<string | Failed>();
    pending = resolve;
    const timer = setTimeout(
      () => {
        const said = log.text();
        const reason = `The worker did not answer '${what}' within ${timeoutMs / 1000} s`;
        resolve(
          failed('timeout', said === '' ? `${reason}.` : `${reason}; it last said:\n${said}`),
        );
      },
      Math.min(timeoutMs, longestTimerMs),
    );
    const interrupt = () => resolve(failed('interrupted', 'The run was interrupted.'));
    signal?.addEventListener('abort', interrupt, { once: true });
    const line = await promise;
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
    pending = null;
    return line;
  }

  async function stop(): Promise<void> {
    const usable = lost === null;
    lost ??= 'The worker was stopped.';
    process_.stdin.end();
    if (usable) await Promise.race([process_.exited, delay(stopMs)]);
    await killTree(process_, cookie, stopMs);
    for (const stream of [process_.replies, ...process_.logs]) stream.destroy();
  }

  return { ask, stop, isUsable: () => lost === null };
}

function readText(stream: Readable, onText: (text: string) => void): void {
  stream.setEncoding('utf8');
  stream.on('data', onText);
  // A broken pipe ends the stream, which is what is watched.
  stream.on('error', () => {});
}
