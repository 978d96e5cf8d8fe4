import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';

/** A line of a file, without its line feed. */
export interface FileLine {
  text: string;
  /** From 1. */
  number: number;
  /** Byte offset behind the line and its line feed. */
  end: number;
  /** Whether it ended in a line feed; the last line of a torn file does not. */
  isWhole: boolean;
}

/**
 * The lines of a file, compressed where it ends in `.gz`, one at a time, in memory for one line.
 * @throws RangeError at a line longer than `limit` bytes
 */
export async function* readLines(path: string, limit: number): AsyncGenerator<FileLine> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;
  let offset = 0;
  const take = (isWhole: boolean): FileLine => {
    const text = Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    number++;
    return { text, number, end: offset, isWhole };
  };
  for await (const chunk of readChunks(path)) {
    for (let start = 0; start < chunk.length;) {
      const feed = chunk.indexOf(10, start);
      const stop = feed === -1 ? chunk.length : feed;
      parts.push(chunk.subarray(start, stop));
      length += stop - start;
      if (length > limit) throw new RangeError(`line ${number + 1} is longer than ${limit} bytes`);
      offset += stop - start + (feed === -1 ? 0 : 1);
      start = stop + 1;
      if (feed !== -1) yield take(true);
    }
  }
  if (length > 0) yield take(false);
}

/** Of a shard that is a whole file, of a large run a fraction of a second's work. */
const chunkBytes = 2 ** 20;

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  if (path.endsWith('.gz')) {
    // Destroyed with its reader, and failing with its source.
    yield* createReadStream(path).compose(createGunzip()) as AsyncIterable<Buffer>;
    return;
  }
  // Each read of a stream waits for another thread, which with ten thousand small files takes longer than reading them.
  const descriptor = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const length = readSync(descriptor, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
      // So that signals are heard.
      await setImmediate();
    }
  } finally {
    closeSync(descriptor);
  }
}
