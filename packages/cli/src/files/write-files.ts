import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@stackbench/engine';
import { BenchError } from '@stackbench/model';

/**
 * Writes all `files`, whole or in parts, into `folder`, each whole or not at all: beside its place first, and renamed
 * when every one of them is written. Folders are made where they are missing.
 * @param option the option that names another place
 * @throws BenchError when one cannot be written; what was there before is still there
 */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, Uint8Array | Iterable<Uint8Array>>,
  option = '--results',
): Promise<void> {
  const moves = [...files].map(([name, content]) => ({
    parts: content instanceof Uint8Array ? [content] : content,
    path: join(folder, name),
    beside: join(folder, `.${name}.${process.pid}.part`),
  }));
  try {
    makeFolder(folder);
    for (const { beside, parts } of moves) await writeParts(beside, parts);
    for (const { beside, path } of moves) await rename(beside, path);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const mend = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)
      ? 'Make room there'
      : 'Make it writable';
    throw new BenchError(`${folder} cannot be written: ${message}`, {
      cause,
      fix: `${mend}, or name another one with ${option}.`,
    });
  } finally {
    for (const { beside } of moves) await rm(beside, { force: true });
  }
}

async function writeParts(path: string, parts: Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}
