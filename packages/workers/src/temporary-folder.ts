import { accessSync, constants, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError } from '@stackbench/model';
import { isOwnerGone, ownerPattern, thisOwner } from './owner.ts';

const made = new RegExp(`^stackbench-tmp-(${ownerPattern})-[^-]+$`);

/**
 * A new folder for the short time that this process lives, which tells whose it is.
 * @throws BenchError naming TMPDIR, where none can be made
 */
export function makeTemporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), `stackbench-tmp-${thisOwner()}-`));
  } catch (cause) {
    throw refuseTemporary(cause);
  }
}

/** @throws BenchError naming TMPDIR, where the temporary folder is missing or cannot be written */
export function checkTemporaryFolder(): void {
  try {
    accessSync(join(tmpdir(), '.'), constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw refuseTemporary(cause);
  }
}

function refuseTemporary(cause: unknown): BenchError {
  const problem = `The temporary folder ${tmpdir()} cannot be written: ${(cause as Error).message}`;
  return new BenchError(problem, {
    cause,
    fix: 'Set TMPDIR to a folder that exists and can be written.',
  });
}

/** Removes the temporary folders that dead processes of this user left behind. */
export function sweepTemporaryFolders(): void {
  for (const name of entriesOf(tmpdir())) {
    const owner = made.exec(name)?.[1];
    if (owner === undefined || !isOwnerGone(owner)) continue;
    const path = join(tmpdir(), name);
    try {
      if (lstatSync(path).uid === (process.getuid?.() ?? 0))
        rmSync(path, { recursive: true, force: true });
    } catch {
      // Somebody else was faster, or it is not ours to remove.
    }
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
