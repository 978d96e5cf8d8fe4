import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { atExit } from '@stackbench/workers';

/** A launch's own temporary folder, for outputs. */
export interface LaunchFolder {
  path: string;
  remove(): Promise<void>;
}

/**
 * Makes the folder of a launch; it is gone after it, and when this process leaves before.
 * @throws BenchError where the system's temporary folder cannot be written
 */
export async function makeLaunchFolder(): Promise<LaunchFolder> {
  const options = { recursive: true, force: true };
  try {
    const path = await mkdtemp(join(tmpdir(), 'stackbench-'));
    const forget = atExit(() => rmSync(path, options));
    return {
      path,
      remove: async () => {
        await rm(path, options);
        forget();
      },
    };
  } catch (cause) {
    throw new BenchError(
      `Outputs cannot be written below ${tmpdir()}: ${(cause as Error).message}`,
      { cause, fix: 'Set TMPDIR to a folder that exists and can be written.' },
    );
  }
}
