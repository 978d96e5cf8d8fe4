import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchError } from '@stackbench/model';
import { parse } from 'smol-toml';
import { z } from 'zod';

const archiveSchema = z.object({
  url: z.string().optional(),
  path: z.string().optional(),
  size: z.number().optional(),
});

/** As much of PEP 751 as sizes need. */
const pylockSchema = z.object({
  packages: z
    .array(
      z.object({
        name: z.string(),
        wheels: z.array(archiveSchema).optional(),
        sdist: archiveSchema.optional(),
        archive: archiveSchema.optional(),
      }),
    )
    .default([]),
});

/**
 * The packages that a pylock.toml names, with the bytes of their archives; null where it does not say.
 * @param folder that its paths are relative to
 * @throws BenchError for a text that is no pylock.toml
 */
export function readPylock(text: string, folder: string): Map<string, number | null> {
  try {
    const { packages } = pylockSchema.parse(parse(text));
    return new Map(
      packages.map(({ name, wheels = [], sdist, archive }) => [
        name,
        sizeOf(wheels[0] ?? archive ?? sdist, folder),
      ]),
    );
  } catch (cause) {
    throw new BenchError(`What was resolved is no pylock.toml: ${(cause as Error).message}`, {
      cause,
      fix: 'Resolve the setup anew: leave --locked out.',
    });
  }
}

function sizeOf(archive: z.infer<typeof archiveSchema> | undefined, folder: string): number | null {
  if (archive?.size !== undefined) return archive.size;
  const path =
    archive?.path ?? (archive?.url?.startsWith('file:') ? fileURLToPath(archive.url) : undefined);
  if (path === undefined) return null;
  try {
    return statSync(resolve(folder, path)).size;
  } catch {
    return null;
  }
}
