import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from './platform.ts';

/** Writes the script that starts a bundle. */
export async function writeLauncher(
  platform: Platform,
  glibc: string,
  path: string,
): Promise<void> {
  const template = await readFile(join(import.meta.dirname, 'bench.sh'), 'utf8');
  const text = template
    .replaceAll('@GLIBC@', glibc)
    .replaceAll('@SYSTEM@', platform.system)
    .replaceAll('@LOADER@', platform.loader);
  await writeFile(path, text, { mode: 0o755 });
}
