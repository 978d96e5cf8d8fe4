import { isDeepStrictEqual } from 'node:util';
import { type Description, descriptionSchema, type Request, type Stack } from '@stackbench/model';
import type { Tunables } from '@stackbench/model';
import { z } from 'zod';
import {
  type Answer,
  failed,
  type Failed,
  startWorker,
  type Worker,
  withSaid,
  type WorkerCommand,
} from '@stackbench/workers';

/**
 * The worker of a launch. One that was lost is replaced at the next `open`; when none can be
 * started, or the device is another one than was planned, every later `open` says so at once.
 */
export interface Session {
  open(): Promise<{ ok: true; description: Description } | Failed>;
  /** Only between `open` and the end of a case: a worker lost in the meantime is not replaced. */
  ask<T>(request: Request, schema: z.ZodType<T>, timeoutMs: number): Promise<Asked<T>>;
  /** Whether `open` has failed for good. */
  isBroken(): boolean;
  /** Frees what the case made; a worker that cannot is not used again. */
  release(): Promise<void>;
  close(): Promise<void>;
}

/** The reply to a request, or how it failed, with what the worker last said. */
type Asked<T> = Extract<Answer<T>, { ok: true }> | Failed;

export interface SessionOptions {
  stack: Stack;
  command: WorkerCommand;
  tunables: Tunables;
  signal: AbortSignal | undefined;
  /** Told of every worker that came up. */
  onStart(description: Description): void;
}

export function createSession(options: SessionOptions): Session {
  const { stack, command, tunables, signal } = options;
  let current: { worker: Worker; description: Description } | null = null;
  let broken: Failed | null = null;

  async function close() {
    const ending = current;
    current = null;
    await ending?.worker.stop();
  }

  async function open() {
    if (broken !== null) return broken;
    if (current !== null && !current.worker.isUsable()) await close();
    if (current === null) {
      const worker = startWorker(command);
      const timeoutMs = tunables.startTimeoutMs;
      const answer = await worker.ask({ do: 'describe' }, descriptionSchema, { timeoutMs, signal });
      const problem = answer.ok ? describeChange(stack, answer.result) : withSaid(answer);
      if (!answer.ok || problem !== null) {
        await worker.stop();
        broken = problem;
        return problem ?? failed('crash', 'The worker could not be started.');
      }
      current = { worker, description: answer.result };
      options.onStart(answer.result);
    }
    return { ok: true as const, description: current.description };
  }

  async function ask<T>(
    request: Request,
    schema: z.ZodType<T>,
    timeoutMs: number,
  ): Promise<Asked<T>> {
    if (current === null) throw new Error('ask() before open()');
    const answer = await current.worker.ask(request, schema, { timeoutMs, signal });
    if (!current.worker.isUsable()) await current.worker.stop();
    return answer.ok ? answer : withSaid(answer);
  }

  async function release() {
    if (current?.worker.isUsable() !== true) return;
    const released = await ask({ do: 'release' }, z.json(), tunables.prepareTimeoutMs);
    if (!released.ok) await close();
  }

  return { open, ask, isBroken: () => broken !== null, release, close };
}

/**
 * Whether the worker opened another device than the one that was found: every plain fact that both
 * sides know must agree.
 */
export function describeChange(stack: Stack, { facts }: Description): Failed | null {
  const changed = Object.entries(facts).find(
    ([name, value]) =>
      isPlain(value) && isPlain(stack.facts[name]) && !isDeepStrictEqual(value, stack.facts[name]),
  );
  if (changed === undefined) return null;
  const [name, value] = changed;
  const was = JSON.stringify(stack.facts[name]);
  return failed(
    'skipped',
    `${stack.id} changed since it was found: ${name} was ${was} and is ${JSON.stringify(value)}. Run again.`,
  );
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
