import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { atExit, makeTemporaryFolder } from '@stackbench/workers';

/** A launch's own temporary folder, for outputs. */
export interface LaunchFolder {
  path: string;
  remove(): Promise<void>;
}

/**
 * Makes the folder of a launch; it is gone after it, and when this process leaves before.
 * @throws BenchError where the system's temporary folder cannot be written
 */
export function makeLaunchFolder(): LaunchFolder {
  const options = { recursive: true, force: true };
  const path = makeTemporaryFolder();
  const forget = atExit(() => rmSync(path, options));
  return {
    path,
    remove: async () => {
      await rm(path, options);
      forget();
    },
  };
}
