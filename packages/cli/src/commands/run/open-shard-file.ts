import { existsSync, renameSync } from 'node:fs';
import {
  checkResumable,
  createHeader,
  createRunFile,
  finishedOutcomes,
  machineToken,
  measureProbe,
  nodeToken,
  reopenRunFile,
  type RunFile,
} from '@stackbench/engine';
import { BenchError, type Matrix, type Outcome, type Run, type Shard } from '@stackbench/model';
import type { PreparedShard } from './prepare-shard.ts';

export interface OpenShardOptions {
  matrix: Matrix;
  shard: Shard;
  prepared: PreparedShard;
  path: string;
  /** What its file has already; null where there is none. */
  earlier: Run | null;
  argv: readonly string[];
  signal: AbortSignal;
}

export interface OpenShardFile {
  file: RunFile;
  finished: readonly Outcome[];
  /** What a person should know, for people. */
  note: string | null;
}

/**
 * Opens the run file of a shard. What another node, or another device of this one, began is set aside and begun anew, as
 * what is compared is measured by one. Null where it was interrupted.
 */
export async function openShardFile(options: OpenShardOptions): Promise<OpenShardFile | null> {
  const { matrix, shard, prepared, path, earlier, argv, signal } = options;
  const { plan, catalog, provenance } = prepared;
  const token = nodeToken(matrix.nodeSalt);
  let note: string | null = null;
  if (earlier !== null) {
    const problem = await whyNotResumable(earlier, prepared, token);
    if (problem === null) {
      const finished = await finishedOutcomes(plan, earlier);
      return { file: await reopenRunFile(path), finished, note };
    }
    const aside = setAside(path);
    note = `Shard ${shard.index} begins anew: ${problem}. What was measured of it is kept in ${aside}.`;
  }
  const probeNs = await measureProbe(matrix, catalog, plan, signal);
  if (signal.aborted) return null;
  const job = jobOf(process.env);
  const machine = machineToken(matrix.nodeSalt);
  const fleet = {
    matrixId: matrix.matrixId,
    shard: shard.index,
    shards: matrix.shards.length,
    ...(job === undefined ? {} : { job }),
    nodeToken: token,
    ...(machine === undefined ? {} : { machineToken: machine }),
    probeNs,
  };
  const header = createHeader(plan, { argv, startedAt: new Date(), ...provenance, fleet });
  return { file: await createRunFile(path, header), finished: [], note };
}

/** Why what is measured here cannot be compared with what the file has; null where it can. */
async function whyNotResumable(
  earlier: Run,
  { plan, provenance }: PreparedShard,
  token: string,
): Promise<string | null> {
  if (earlier.header.fleet?.nodeToken !== token) return 'another node had begun it';
  try {
    await checkResumable(plan, earlier, provenance);
    return null;
  } catch (error) {
    if (error instanceof BenchError) return error.message;
    throw error;
  }
}

function setAside(path: string): string {
  for (let number = 1; ; number++) {
    const aside = `${path}.begun-${number}`;
    if (existsSync(aside)) continue;
    renameSync(path, aside);
    return aside;
  }
}

/** The workload manager's name of this task. */
function jobOf({
  SLURM_ARRAY_JOB_ID,
  SLURM_ARRAY_TASK_ID,
  SLURM_JOB_ID,
}: NodeJS.ProcessEnv): string | undefined {
  return SLURM_ARRAY_JOB_ID !== undefined && SLURM_ARRAY_TASK_ID !== undefined
    ? `${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}`
    : SLURM_JOB_ID;
}
