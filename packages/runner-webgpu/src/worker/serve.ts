import { open } from 'node:fs/promises';
import { writeSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Reply, Request } from '@stackbench/model';
import type { Sink } from '../device/read.ts';
import { messageOf } from '../device/failure.ts';

/** Answers one request; `sink` takes the bytes of a `read`. */
export type Handle = (request: Request, sink: Sink) => Promise<Reply>;

const noSink: Sink = () => Promise.reject(new Error('only a read has bytes to write'));

/**
 * The line protocol: answers each line of standard input, until it ends. Replies go to the
 * descriptor that the engine announces, to standard output when a person drives.
 */
export async function serve(handle: Handle): Promise<void> {
  const descriptor = Number(process.env['STACKBENCH_REPLY_FD'] ?? '1');
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const reply = await answer(line, handle);
    writeSync(descriptor, `${JSON.stringify(reply)}\n`);
  }
}

async function answer(line: string, handle: Handle): Promise<Reply> {
  try {
    const request = JSON.parse(line) as Request;
    return request.do === 'read'
      ? await writeToFile(request.file, (sink) => handle(request, sink))
      : await handle(request, noSink);
  } catch (error) {
    // Not JSON, or a file that cannot be written: the device is as it was.
    return { ok: false, failure: { status: 'crash', message: messageOf(error), fatal: false } };
  }
}

async function writeToFile(file: string, fill: (sink: Sink) => Promise<Reply>): Promise<Reply> {
  const handle = await open(file, 'w');
  try {
    return await fill(async (piece) => {
      await handle.writeFile(piece);
    });
  } finally {
    await handle.close();
  }
}
