import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readAnswer } from './read-answer.ts';

/** As much of a record in conda-meta as an explicit list needs. */
const recordSchema = z.object({
  url: z.string(),
  md5: z.string().nullish(),
  sha256: z.string().nullish(),
});

/**
 * The explicit list of a conda environment, which every tool of that family installs without solving:
 * what `conda list --explicit --md5` prints, from the environment's own records.
 */
export async function writeExplicitList(prefix: string): Promise<string> {
  const folder = join(prefix, 'conda-meta');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  const records = await Promise.all(
    names.map(async (name) =>
      readAnswer(await readFile(join(folder, name), 'utf8'), recordSchema, join(folder, name)),
    ),
  );
  const lines = records.map(({ url, md5 }) => (md5 == null ? url : `${url}#${md5}`));
  return `${['@EXPLICIT', ...lines].join('\n')}\n`;
}
