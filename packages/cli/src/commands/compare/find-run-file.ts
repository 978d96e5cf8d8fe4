import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { noSuch, readRunHeader } from '@stackbench/engine';
import { ordinaryStacks } from './find-stack.ts';
import { BenchError } from '@stackbench/model';
import { listRunFiles } from '../../files/list-run-files.ts';
import { resolveUserPath } from '../../user-paths.ts';

const extension = '.jsonl';

/**
 * The path of the run that a person means by its file or id; null when it is neither, nor looks
 * like a file.
 * @throws BenchError when it looks like a run file that is not there
 */
export async function findNamedRun(named: string, results: string): Promise<string | null> {
  const path = resolveUserPath(named);
  if (existsSync(path)) return path;
  const byId = join(results, 'runs', `${named}${extension}`);
  if (/^[\w.-]+$/.test(named) && existsSync(byId)) return byId;
  if (!named.endsWith(extension)) return null;
  throw noSuch(basename(path), {
    noun: 'run file',
    where: ` in ${dirname(path)}`,
    names: await runFilesIn(dirname(path)),
    fix: `Name a file that pnpm bench wrote; it puts them into ${join(results, 'runs')}.`,
  });
}

/**
 * The run file of that name or id, or without a name the one written last.
 * @throws BenchError when there is none
 */
export async function findRunFile(named: string | undefined, results: string): Promise<string> {
  if (named === undefined) return findNewestRun(results);
  const path = await findNamedRun(named, results);
  if (path !== null) return path;
  throw noSuch(named, {
    noun: 'run',
    names: (await listRuns(results)).map((file) => basename(file, extension)),
    fix: 'Name a run file, or leave it out to take the newest.',
  });
}

async function findNewestRun(results: string): Promise<string> {
  const newest = (await runsByAge(results)).at(-1);
  if (newest !== undefined) return newest;
  throw noRun(results);
}

/**
 * The run of several stacks that says most about them: of the most rounds, and of equals the newest.
 * @throws BenchError when there is none
 */
export async function findFirmestRun(results: string): Promise<string> {
  let firmest: { path: string; rounds: number } | undefined;
  for (const path of await runsByAge(results)) {
    const header = await readRunHeader(path).catch(() => null);
    if (header === null || ordinaryStacks(header).length < 2) continue;
    if (header.rounds >= (firmest?.rounds ?? 0)) firmest = { path, rounds: header.rounds };
  }
  if (firmest !== undefined) return firmest.path;
  throw noRun(results);
}

/** The oldest first. */
async function runsByAge(results: string): Promise<string[]> {
  const files = (await listRuns(results)).map((path) => ({ path, mtime: statSync(path).mtimeMs }));
  // Names begin with the time of the run, which decides between files of one checkout.
  return files.toSorted((a, b) => a.mtime - b.mtime).map(({ path }) => path);
}

function noRun(results: string): BenchError {
  return new BenchError(`There is no run file in ${join(results, 'runs')}`, {
    fix: "Run 'pnpm bench' first, or name a run file.",
  });
}

async function listRuns(results: string): Promise<string[]> {
  return existsSync(results) ? [...(await listRunFiles(results)).paths] : [];
}

async function runFilesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(extension));
}
