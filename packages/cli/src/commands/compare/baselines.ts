import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noSuch } from '@stackbench/engine';
import { BenchError } from '@stackbench/model';
import { writeFiles } from '../../files/write-files.ts';

const extension = '.jsonl';

/**
 * The file of a baseline that is there.
 * @throws BenchError when there is none of that name, naming those that there are
 */
export async function findBaseline(results: string, name: string): Promise<string> {
  const path = pathOf(results, name);
  if (existsSync(path)) return path;
  const names = (await readdir(folderOf(results)).catch(() => []))
    .filter((file) => file.endsWith(extension) && !file.startsWith('.'))
    .map((file) => file.slice(0, -extension.length));
  const fix = `Save one: pnpm bench compare RUN --save-baseline ${name}`;
  throw noSuch(name, { noun: 'baseline', names, ...(names.length === 0 ? { fix } : {}) });
}

/**
 * Keeps a copy of the run file `source` as a baseline, and tells where.
 * @throws BenchError when there is one of that name already, unless it may be replaced
 */
export async function saveBaseline(
  results: string,
  name: string,
  source: string,
  force: boolean,
): Promise<string> {
  const path = pathOf(results, name);
  if (!force && existsSync(path)) {
    throw new BenchError(`There is a baseline '${name}' already: ${path}`, {
      fix: 'Choose another name, or replace it with --force.',
    });
  }
  await writeFiles(folderOf(results), new Map([[name + extension, await readFile(source)]]));
  return path;
}

function folderOf(results: string): string {
  return join(results, 'baselines');
}

/** A name becomes a file's name, so that it must not lead anywhere else. */
function pathOf(results: string, name: string): string {
  if (/^\w[\w.-]{0,99}$/.test(name)) return join(folderOf(results), name + extension);
  throw new BenchError(`'${name}' cannot be the name of a baseline`, {
    fix: 'Use at most 100 letters, digits, dots, dashes and underscores; first a letter or digit.',
  });
}
