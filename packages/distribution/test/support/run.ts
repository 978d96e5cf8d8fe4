import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** A process to its end, whatever that is. */
export async function run(
  file: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Ended> {
  const limits = { timeout: 600_000, maxBuffer: 64 * 2 ** 20 };
  try {
    return { code: 0, ...(await promisify(execFile)(file, args, { ...limits, ...options })) };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as Partial<Ended> & Error;
    return { code: typeof code === 'number' ? code : -1, stdout, stderr: stderr || String(error) };
  }
}

/** A folder for all tests of a file. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stackbench-distribution-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
