import { BenchError } from '@stackbench/model';
import type { Environment } from '@stackbench/workers';
import { execa } from 'execa';
import { slurmEnvironment } from './slurm-environment.ts';

/** A job as sbatch names it. */
export interface SlurmJob {
  id: string;
  /** Where there are several. */
  cluster: string | null;
}

const timeoutMs = 120_000;

/** What Slurm's commands say where no controller answers them. */
const noController = /configuration source|contact slurm controller|Socket timed out/i;

function remedyFor(exitCode: number | undefined, said: string): string {
  if (exitCode === undefined) {
    return "Submit where Slurm's commands are; --dry-run prints the script, to be submitted there.";
  }
  return noController.test(said)
    ? "Submit from where Slurm answers: 'sinfo' lists its nodes there."
    : "Change sbatch's options behind '--', and submit again.";
}

/**
 * Hands a script to sbatch. Not as a tool of this process, all of whose descendants end with it: where this machine is a
 * node of the cluster, too, the job may have begun before sbatch ends.
 * @throws BenchError with what sbatch said
 */
export async function submitArray(script: string, env: Environment): Promise<SlurmJob> {
  const { failed, exitCode, stdout, stderr, originalMessage } = await execa(
    'sbatch',
    ['--parsable', script],
    {
      reject: false,
      env: slurmEnvironment(env),
      extendEnv: false,
      stdin: 'ignore',
      timeout: timeoutMs,
    },
  );
  if (failed) {
    const said = stderr || originalMessage || `exit code ${exitCode}`;
    throw new BenchError(`sbatch did not take ${script}: ${said}`, {
      fix: remedyFor(exitCode, said),
    });
  }
  const [id = '', cluster] = stdout.trim().split('\n').at(-1)!.split(';');
  if (!/^\d+$/.test(id)) {
    throw new BenchError(`sbatch named no job but '${stdout.trim()}'`, {
      fix: `Look for it: squeue --me`,
    });
  }
  return { id, cluster: cluster ?? null };
}
