import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { BuildRecord } from '@stackbench/installation';

/** `BUNDLE.json`: what a bundle is. */
export interface BundleRecord extends BuildRecord {
  version: string;
  platform: string;
  /** The oldest that it runs on. */
  glibc: string;
  node: string;
  /** SHA-256 of each file, by its path. */
  files: Record<string, string>;
}

/** The digest of every file below `folder`, in the order of their paths. */
export async function digestFiles(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
  const digests: Record<string, string> = {};
  for (const path of paths) {
    const bytes = await readFile(join(folder, path));
    digests[path] = createHash('sha256').update(bytes).digest('hex');
  }
  return digests;
}
