import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** The text of a file; null where it cannot be read. */
export function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** The first bytes of a file as text, a character a byte; null where it cannot be read. */
export function readStart(file: string, most: number): string | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return null;
  }
  try {
    const bytes = Buffer.alloc(most);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, most, 0));
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}
