import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** What is read whole, texts of others: nothing of use is longer. */
const longestBytes = 256 * 2 ** 20;

/** The text of a file; null where it cannot be read. */
export function readText(file: string): string | null {
  return readBytes(file)?.toString('utf8') ?? null;
}

/** What a file holds; null where it cannot be read. */
export function readBytes(file: string): Buffer | null {
  return withFile(file, (descriptor, bytes) =>
    bytes <= longestBytes ? readFileSync(descriptor) : null,
  );
}

/** The first bytes of a file as text, a character a byte; null where it cannot be read. */
export function readStart(file: string, most: number): string | null {
  return withFile(file, (descriptor) => {
    const bytes = Buffer.alloc(most);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, most, 0));
  });
}

/**
 * Opens a file to `use` it; null where it cannot be opened or used. Pipes and devices, which have no end or wait for
 * somebody, are as good as absent.
 */
export function withFile<T>(
  file: string,
  use: (descriptor: number, bytes: number) => T | null,
): T | null {
  let descriptor: number;
  try {
    // A pipe that nobody writes to would not even open.
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() ? use(descriptor, stats.size) : null;
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}
