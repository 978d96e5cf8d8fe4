import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { WorkerCommand } from '@stackbench/workers';
import {
  type Failure,
  type Reply,
  replySchema,
  type Request,
  type Selection,
} from '@stackbench/model';

/** A worker process driven as the engine drives it, without its timeouts. */
export interface WorkerClient {
  pid: number;
  ask(request: Request): Promise<Reply>;
  /** The result, or an error with the failure's message. */
  must(request: Request): Promise<unknown>;
  mustFail(request: Request): Promise<Failure>;
  read(selection: Selection, output?: string): Promise<ArrayBuffer>;
  /** Ends the worker whatever it is doing. */
  kill(): void;
  /** Closes the worker's input; its exit code. */
  end(): Promise<number | null>;
}

export async function startClient(command: WorkerCommand): Promise<WorkerClient> {
  const onDescriptor = command.replies === 'fd3';
  const child = spawn(command.file, [...command.args], {
    stdio: ['pipe', onDescriptor ? 'ignore' : 'pipe', 'ignore', onDescriptor ? 'pipe' : 'ignore'],
    env: { ...process.env, ...command.env, ...(onDescriptor ? { STACKBENCH_REPLY_FD: '3' } : {}) },
  });
  const exited = once(child, 'exit');
  const replies = (onDescriptor ? child.stdio[3] : child.stdout) as Readable;
  const lines = createInterface({ input: replies })[Symbol.asyncIterator]();

  const ask = async (request: Request): Promise<Reply> => {
    child.stdin!.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`the worker ended instead of answering '${request.do}'`);
    return replySchema.parse(JSON.parse(value));
  };
  const must = async (request: Request) => {
    const reply = await ask(request);
    if (!reply.ok) throw new Error(`${reply.failure.status}: ${reply.failure.message}`);
    return reply.result;
  };
  return {
    pid: child.pid!,
    ask,
    must,
    mustFail: async (request) => {
      const reply = await ask(request);
      if (reply.ok) throw new Error(`'${request.do}' succeeded`);
      return reply.failure;
    },
    read: async (selection, output = 'c') => {
      const folder = await mkdtemp(join(tmpdir(), 'stackbench-test-'));
      try {
        const file = join(folder, 'output.bin');
        await must({ do: 'read', output, selection, file });
        const bytes = await readFile(file);
        return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    kill: () => {
      child.kill('SIGKILL');
    },
    end: async () => {
      child.stdin!.end();
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}
