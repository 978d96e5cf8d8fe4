import { expect, test } from 'vitest';
import { slurmEnvironment } from '../../src/slurm/slurm-environment.ts';

test('leaves out what a job of its own and the owner of a process have set', () => {
  const env = {
    PATH: '/bin',
    CUDA_HOME: '/opt/cuda',
    SLURM_CONF: '/etc/slurm.conf',
    SBATCH_ACCOUNT: 'mine',
    SLURM_JOB_ID: '7',
    SLURM_ARRAY_TASK_ID: '3',
    SLURMD_NODENAME: 'n1',
    STACKBENCH_LAUNCH: '12-345/abc',
  };
  expect(slurmEnvironment(env)).toEqual({
    PATH: '/bin',
    CUDA_HOME: '/opt/cuda',
    SLURM_CONF: '/etc/slurm.conf',
    SBATCH_ACCOUNT: 'mine',
  });
});
