import { type Dirent, realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { strangeKind } from '@stackbench/workers';
import { BenchError } from '@stackbench/model';

/** What lies below a `runs` folder. */
export interface RunFiles {
  /** Paths, sorted. */
  paths: readonly string[];
  /** What looks like a run file or a folder of them and cannot be read as such. */
  leftOut: readonly LeftOutFile[];
}

export interface LeftOutFile {
  path: string;
  reason: string;
}

/** So many entries are looked at: a link may lead into the whole machine. */
const mostEntries = 20_000;

/**
 * All run files below `folder`/runs, each once. Links to files are followed, those to folders are not, but
 * for `runs` itself.
 * @throws BenchError when the folder cannot be read
 */
export async function listRunFiles(folder: string): Promise<RunFiles> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new BenchError(`The folder ${folder} cannot be read: ${(cause as Error).message}`, {
      cause,
      fix: 'Name the folder that holds runs/ with --results.',
    });
  });
  if (!names.includes('runs')) return { paths: [], leftOut: [] };
  const search: Search = { paths: new Map(), leftOut: [], entries: 0 };
  await searchFolder(join(folder, 'runs'), search);
  return { paths: [...search.paths.values()].toSorted(), leftOut: search.leftOut };
}

interface Search {
  /** By where links lead. */
  paths: Map<string, string>;
  leftOut: LeftOutFile[];
  entries: number;
}

async function searchFolder(folder: string, search: Search): Promise<void> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    search.leftOut.push({ path: folder, reason: reasonOf(error) });
    return;
  }
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name);
    if (search.entries++ >= mostEntries) {
      const reason = `more than ${mostEntries} files and folders lie there: the rest was not looked at`;
      search.leftOut.push({ path: folder, reason });
      return;
    }
    if (entry.isDirectory()) {
      await searchFolder(path, search);
      if (search.entries > mostEntries) return;
    } else if (/\.jsonl(\.gz)?$/.test(entry.name) && !entry.name.startsWith('.'))
      takeFile(path, search);
    else if (entry.isSymbolicLink()) search.leftOut.push(...describeLink(path));
  }
}

function takeFile(path: string, { paths, leftOut }: Search): void {
  try {
    const kind = strangeKind(statSync(path));
    const real = realpathSync(path);
    const twin = paths.get(real);
    if (kind !== null) leftOut.push({ path, reason: `it is ${kind}` });
    else if (twin !== undefined) leftOut.push({ path, reason: `it is the same file as ${twin}` });
    else paths.set(real, path);
  } catch (error) {
    leftOut.push({ path, reason: reasonOf(error) });
  }
}

/** What a link hides that might be runs. */
function describeLink(path: string): LeftOutFile[] {
  try {
    return statSync(path).isDirectory() ? [{ path, reason: 'it is a link to a folder' }] : [];
  } catch (error) {
    return [{ path, reason: reasonOf(error) }];
  }
}

const reasons: Record<string, string> = {
  ELOOP: 'its links lead in a circle',
  ENOENT: 'it is a link that leads nowhere',
  ENOTDIR: 'it is no folder',
};

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
