import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of this test's own, gone after it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'stackbench-test-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file, and the folders above it. */
export async function writeText(file: string, text = ''): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

/** Writes a program for sh, and the folders above it. */
export async function writeTool(file: string, script = ''): Promise<string> {
  await writeText(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

/** Makes a link, and the folders above it. */
export async function writeLink(file: string, target: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await symlink(target, file);
  return file;
}
