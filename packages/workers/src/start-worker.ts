import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Request } from '@stackbench/model';
import type { z } from 'zod';
import { type Answer, failed, type Failed } from './answer.ts';
import { parseReply } from './parse-reply.ts';
import { createLineSplitter } from './split-lines.ts';
import { startProcess, watchEnd } from './start-process.ts';
import { createTail, excerpt } from './tail.ts';
import type { WorkerCommand } from './worker-command.ts';

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
  const started = startProcess(command);
  const log = createTail(logTail);
  let lost: string | null = null;
  let pending: ((line: string | Failed) => void) | null = null;

  const lose = (reason: string) => {
    if (lost !== null) return;
    lost = reason;
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
  readText(started.replies, (text) => splitter.push(text));
  for (const stream of started.logs) readText(stream, (text) => log.push(text));
  void loseAtEnd();

  async function loseAtEnd() {
    const end = `The worker ${await watchEnd(started)}`;
    const partial = splitter.rest();
    lose(partial === '' ? end : `${end} in the middle of a reply: ${excerpt(partial)}`);
  }

  async function ask<T>(
    request: Request,
    schema: z.ZodType<T>,
    options: AskOptions,
  ): Promise<Answer<T>> {
    if (lost !== null) return { ...failed('crash', lost), said: log.text() };
    if (options.signal?.aborted === true) return { ...interrupted(), said: '' };
    const start = performance.now();
    started.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await nextLine(request.do, options);
    const roundTripNs = (performance.now() - start) * 1e6;
    if (typeof line !== 'string') {
      lost ??= line.reason;
      return { ...line, said: line.status === 'interrupted' ? '' : log.text() };
    }
    const { lost: isLost, answer } = parseReply(line, schema);
    if (answer.ok) return { ...answer, roundTripNs };
    if (isLost) lose(answer.reason);
    return { ...answer, said: isLost ? log.text() : '' };
  }

  async function nextLine(what: string, { timeoutMs, signal }: AskOptions) {
    const { promise, resolve } = Promise.withResolvers<string | Failed>();
    pending = resolve;
    const reason = `The worker did not answer '${what}' within ${timeoutMs / 1000} s.`;
    const timer = setTimeout(
      () => resolve(failed('timeout', reason)),
      Math.min(timeoutMs, longestTimerMs),
    );
    const interrupt = () => resolve(interrupted());
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
    started.stdin.end();
    if (usable) await Promise.race([started.exited, delay(stopMs)]);
    await started.end(stopMs);
  }

  return { ask, stop, isUsable: () => lost === null };
}

function interrupted(): Failed {
  return failed('interrupted', 'The run was interrupted.');
}

function readText(stream: Readable, onText: (text: string) => void): void {
  stream.setEncoding('utf8');
  stream.on('data', onText);
  // A broken pipe ends the stream, which is what is watched.
  stream.on('error', () => {});
}
