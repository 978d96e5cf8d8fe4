import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { OwnRecord } from '@stackbench/stacks';
import { reapTree } from '@stackbench/workers';
import type { Lock, OnFetched } from '../managers/manager.ts';
import { clearEnvironment, discardEnvironment, foreign } from './clear.ts';
import { lockEnvironment } from './lock-environment.ts';
import { digestLock } from './locks.ts';
import type { PlannedEnvironment } from './plan-environment.ts';
import { prefixOf } from './places.ts';
import { writeRecord } from './record.ts';
import { examine } from './state.ts';

/**
 * Makes an environment. It is marked as complete at the very end; whatever ends this before leaves a folder that is
 * marked as unfinished, which nothing takes for an environment and the next attempt makes anew.
 * @throws BenchError when it cannot be made, or another process is making it
 */
export async function makeEnvironment(
  planned: PlannedEnvironment,
  onFetched: OnFetched,
): Promise<OwnRecord> {
  const { folder, setup, manager, job, resolution } = planned;
  await mkdir(dirname(folder), { recursive: true });
  const release = lockEnvironment(folder);
  try {
    const record: OwnRecord = {
      setup: setup.name,
      setupDigest: resolvedFrom(planned),
      kind: setup.isToolkit ? 'toolkit' : 'environment',
      tool: manager.name,
      toolVersion: manager.version,
      prefix: prefixOf(setup),
      locks: [],
      lockDigest: null,
      startedAt: new Date().toISOString(),
      completedAt: null,
    };
    await begin(folder, record);
    try {
      const lock = await manager.install(job, resolution, onFetched);
      await writeLock(folder, lock);
      const complete: OwnRecord = {
        ...record,
        locks: Object.keys(lock),
        lockDigest: digestLock(lock),
        completedAt: new Date().toISOString(),
      };
      await writeRecord(folder, complete);
      return complete;
    } catch (error) {
      // What cannot be had should not take up the disk.
      await discardEnvironment(folder);
      throw error;
    }
  } finally {
    release();
  }
}

/** The digest of the text that was resolved: what is repeated may be of before the setup changed. */
function resolvedFrom({ setup, state, job }: PlannedEnvironment): string {
  return job.lock !== null && state.is === 'complete' ? state.record.setupDigest : setup.digest;
}

/** Gives the environment a folder that is marked as unfinished from its first moment. */
async function begin(folder: string, record: OwnRecord): Promise<void> {
  const state = examine(folder);
  if (state.is === 'foreign') throw foreign(folder, state.reason);
  if (state.is !== 'absent') {
    // The tool of an attempt that was killed may still be at work.
    await reapTree(folder);
    await clearEnvironment(folder);
    await writeRecord(folder, record);
    return;
  }
  // Made beside and renamed, so that it never stands there without its mark.
  const beside = join(dirname(folder), `.${basename(folder)}.${randomUUID()}`);
  await mkdir(beside);
  await writeRecord(beside, record);
  await rename(beside, folder);
}

async function writeLock(folder: string, lock: Lock): Promise<void> {
  for (const [name, text] of Object.entries(lock)) await writeFile(join(folder, name), text);
}
