import { type Environment, processVariables } from '@stackbench/workers';

/** What leads Slurm's own commands to the cluster. */
const leading = new Set(['SLURM_CONF', 'SLURM_CLUSTERS', 'SLURM_JWT']);

/**
 * The environment to call Slurm in. Inside a job it would ask for what that job has: its variables are left out. So are
 * stackbench's marks of who owns a process: a job inherits the environment, and belongs to nobody here.
 */
export function slurmEnvironment(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => leading.has(name) || !(/^SLURMD?_/.test(name) || processVariables.includes(name)),
    ),
  );
}
