import { join, relative, sep } from 'node:path';
import type { KnownFacts } from '@stackbench/model';
import { z } from 'zod';
import { entries, resolveLinks } from './folders.ts';
import { readText } from './read-text.ts';

/** In the folder of each environment that stackbench makes; written anew, as complete, at the very end. */
export const ownMarker = '.stackbench-environment.json';

/** What stackbench notes down of an environment that it makes. */
export const ownRecordSchema = z.object({
  /** The name of the setup, and of the folder. */
  setup: z.string(),
  /** SHA-256 of the setup as it was. */
  setupDigest: z.string(),
  kind: z.enum(['environment', 'toolkit']),
  /** What made it: `uv`, `conda` … */
  tool: z.string(),
  toolVersion: z.string(),
  /** The environment itself, below the folder. */
  prefix: z.string(),
  /** The files beside it that say what was resolved, and their digest; none as long as nothing is. */
  locks: z.array(z.string()),
  lockDigest: z.string().nullable(),
  startedAt: z.iso.datetime(),
  /** Null: unfinished, be it that the work goes on or was cut off. */
  completedAt: z.iso.datetime().nullable(),
});
export type OwnRecord = z.infer<typeof ownRecordSchema>;

/** An environment that stackbench has made, complete. */
export interface OwnEnvironment {
  folder: string;
  prefix: string;
  record: OwnRecord;
}

/** What stackbench noted down in `folder`; null where it is none of its own. */
export function readOwnRecord(folder: string): OwnRecord | null {
  try {
    return ownRecordSchema.parse(JSON.parse(readText(join(folder, ownMarker)) ?? ''));
  } catch {
    return null;
  }
}

/** The complete environments below stackbench's own folder, by name. */
export function findOwnEnvironments(ownFolder: string): OwnEnvironment[] {
  return entries(ownFolder).flatMap((folder) => {
    const record = readOwnRecord(folder);
    if (record === null || record.completedAt === null) return [];
    return [{ folder, prefix: join(folder, record.prefix), record }];
  });
}

/**
 * The record of the environment of stackbench's own that `path` is in: undefined outside of its folder,
 * null in what it has not completed.
 */
export function ownRecordOf(path: string, ownFolder: string): OwnRecord | null | undefined {
  const way = relative(resolveLinks(ownFolder), resolveLinks(path));
  const [name = ''] = way.split(sep);
  if (name === '' || name === '..' || way === path) return undefined;
  const record = readOwnRecord(join(ownFolder, name));
  return record?.completedAt == null ? null : record;
}

/** Facts of a stack that was made from a setup: its name, and digests of it and of what was resolved. */
export function setupFacts(
  path: string,
  ownFolder: string,
): Pick<KnownFacts, 'setup' | 'setupDigest' | 'lockDigest'> {
  const record = ownRecordOf(path, ownFolder);
  if (record == null) return {};
  const { setup, setupDigest, lockDigest } = record;
  return { setup, setupDigest, ...(lockDigest === null ? {} : { lockDigest }) };
}
