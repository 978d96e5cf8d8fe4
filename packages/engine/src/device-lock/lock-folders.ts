import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { cacheFolder } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';

/**
 * Where the locks lie: in a folder of this user's own, which their runs share whatever TMPDIR is, and in
 * the temporary folder, where those of other users are seen.
 * @throws BenchError when there can be no folder of one's own
 */
export function lockFolders(env: Environment = process.env): [own: string, shared: string] {
  const { XDG_RUNTIME_DIR } = env;
  const cached = join(cacheFolder(env), 'devices');
  if (XDG_RUNTIME_DIR && isAbsolute(XDG_RUNTIME_DIR)) {
    const own = join(XDG_RUNTIME_DIR, 'stackbench');
    // After `su` it may still be that of another.
    if (whyUnusable(own) === null) return [own, tmpdir()];
  }
  const problem = whyUnusable(cached);
  if (problem === null) return [cached, tmpdir()];
  throw new BenchError(`Devices cannot be locked: ${problem.message}`, {
    cause: problem,
    fix: `Make ${cached} a folder that you can write, or set STACKBENCH_CACHE to one of your own.`,
  });
}

/** Makes a folder for this user alone, unless it is there. */
function whyUnusable(folder: string): Error | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return error as Error;
  }
}
