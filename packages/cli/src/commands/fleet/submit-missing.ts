import { basename, dirname } from 'node:path';
import process from 'node:process';
import { makeFolder } from '@stackbench/engine';
import {
  formatRanges,
  readSubmissions,
  renderBatchScript,
  renderSubmissions,
  submitArray,
  type WayOfSubmission,
} from '@stackbench/fleet';
import { BenchError } from '@stackbench/model';
import { count } from '@stackbench/report';
import { takeLock } from '@stackbench/workers';
import { writeFiles } from '../../files/write-files.ts';
import { adviseOnForeign } from './advise-on-foreign.ts';
import type { FleetMatrix } from './fleet-matrix.ts';
import { programOnNodes } from './program.ts';
import { readShards } from './read-shards.ts';

/** What is to be submitted. */
export interface Submittable {
  /** Indexes; empty where every shard is complete, or in the queue. */
  shards: readonly number[];
  script: string;
  way: WayOfSubmission;
}

/**
 * The script for the shards that are neither complete nor in the queue.
 * @param wanted how to submit them; what it leaves open is done as the last time
 * @throws BenchError where the queue cannot be asked: what runs would be started twice
 */
export async function findMissing(
  fleet: FleetMatrix,
  wanted: Partial<WayOfSubmission>,
  signal: AbortSignal,
): Promise<Submittable> {
  const { matrix, path, results, folder, submissions } = fleet;
  const jobs = readSubmissions(submissions, matrix.matrixId);
  const { shards, problem } = await readShards(fleet, jobs, signal);
  if (problem !== null) {
    throw new BenchError(`What is in the queue is not known: ${problem}`, {
      fix: `Try again; or, if no job of it is left, remove ${submissions}.`,
    });
  }
  const foreign = shards.filter(({ state: { is } }) => is === 'foreign');
  if (foreign.length > 0) {
    const indexes = formatRanges(foreign.map(({ progress }) => progress.index));
    throw new BenchError(
      `The files of ${count(foreign.length, 'shard')} (${indexes}) are not of this matrix: ${foreign[0]!.progress.foreign}`,
      { fix: adviseOnForeign(path) },
    );
  }
  const missing = shards
    .filter(({ state: { is } }) => is === 'failed' || is === 'unsubmitted')
    .map(({ progress }) => progress.index);
  const usual = { program: programOnNodes(), atOnce: null, sbatchOptions: [] };
  const way = { ...usual, ...jobs.at(-1)?.way, ...wanted };
  const script = renderBatchScript({
    ...way,
    matrix: path,
    matrixId: matrix.matrixId,
    results,
    folder,
    shards: missing,
  });
  return { shards: missing, script, way };
}

/** Hands them to Slurm, and keeps the job's id beside the matrix. Tells it, for people. */
export async function submit(
  { matrix, folder, script: scriptPath, submissions, words }: FleetMatrix,
  { shards, script, way }: Submittable,
): Promise<string> {
  await writeBeside(scriptPath, script);
  // Slurm opens the logs, and makes no folder for them.
  makeFolder(folder);
  const job = await submitArray(scriptPath, process.env);
  const submittedAt = new Date().toISOString();
  const jobs = [
    ...readSubmissions(submissions, matrix.matrixId),
    { ...job, shards: [...shards], submittedAt, way },
  ];
  await writeBeside(submissions, renderSubmissions({ matrixId: matrix.matrixId, jobs }));
  return (
    `Submitted ${count(shards.length, 'shard')} (${formatRanges(shards)}) as job ${job.id}.\n` +
    `See how far they are:  pnpm bench fleet status ${words}\n`
  );
}

/**
 * Keeps other commands from submitting the matrix meanwhile: what is missing is asked for first. Call what it returns to
 * free it.
 * @throws BenchError naming the process that is at it
 */
export function lockSubmissions({ submissions, words }: FleetMatrix): () => void {
  return takeLock(`${submissions}.lock`, {
    what: `What is submitted of ${words}`,
    busy: `${words} is being submitted by another command`,
  });
}

async function writeBeside(path: string, text: string): Promise<void> {
  await writeFiles(dirname(path), new Map([[basename(path), Buffer.from(text)]]));
}
