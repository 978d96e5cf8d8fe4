import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inParallel } from '@stackbench/stacks';

export interface Size {
  /** Of files that are nowhere else: what removing the environment frees. */
  ownBytes: number;
  /** Of files that have other names too, in the tool's cache and in other environments. */
  sharedBytes: number;
}

/** Enough to keep a disk busy. */
const width = 16;

/** The disk that a folder takes, each file once. Links are not followed. */
export async function measureSize(folder: string): Promise<Size> {
  const seen = new Set<number>();
  let [ownBytes, sharedBytes] = [0, 0];
  const visit = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    await inParallel(entries, width, async (entry) => {
      const at = join(path, entry.name);
      if (entry.isDirectory()) return visit(at);
      const found = await lstat(at).catch(() => null);
      if (found === null || seen.has(found.ino)) return;
      seen.add(found.ino);
      // st_blocks counts in 512 bytes, whatever the file system's own blocks are.
      const bytes = found.blocks * 512;
      if (found.nlink > 1) sharedBytes += bytes;
      else ownBytes += bytes;
    });
  };
  await visit(folder);
  return { ownBytes, sharedBytes };
}
