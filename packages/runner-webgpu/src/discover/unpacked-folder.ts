import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const manifestName = '.unpacked.json';

/** What each file was like when all were unpacked, by its path within the folder. */
const manifestSchema = z.record(z.string(), z.object({ bytes: z.number(), changedMs: z.number() }));

/** Remembers what `folder` holds, now that it holds everything. */
export async function recordWhole(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const described = await Promise.all(
    paths.map(async (path) => [path, await describeFile(join(folder, path))] as const),
  );
  await writeFile(join(folder, manifestName), JSON.stringify(Object.fromEntries(described)));
}

/**
 * Whether `folder` still holds everything. Sizes and times tell, as reading 200 MB at each start would take longer
 * than the start.
 */
export async function isWhole(folder: string): Promise<boolean> {
  try {
    const text = await readFile(join(folder, manifestName), 'utf8');
    const manifest = Object.entries(manifestSchema.parse(JSON.parse(text)));
    const isSame = await Promise.all(
      manifest.map(async ([path, was]) => {
        const is = await describeFile(join(folder, path));
        return is.bytes === was.bytes && is.changedMs === was.changedMs;
      }),
    );
    return manifest.length > 0 && isSame.every(Boolean);
  } catch {
    // Absent, half there, or from before this was kept.
    return false;
  }
}

async function describeFile(path: string): Promise<{ bytes: number; changedMs: number }> {
  const { size, mtimeMs } = await lstat(path);
  return { bytes: size, changedMs: mtimeMs };
}
