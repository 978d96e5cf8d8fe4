import { isLowerVersion } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import type { Requirement } from '../setup/setup.ts';

/** The newest CUDA that drivers of a floor can run, the newest first: NVIDIA's minor-version compatibility. */
const cudaOfDriver = [
  { driver: '580', cuda: '13.0' },
  { driver: '525.60', cuda: '12.0' },
  { driver: '450.80', cuda: '11.0' },
] as const;

/**
 * Lets conda solve for a GPU where no driver is, as on the login node of a cluster: its solvers take the CUDA of
 * a driver from CONDA_OVERRIDE_CUDA, and would choose builds for the CPU without. A user's own value stays.
 */
export function overrideCuda(
  env: Environment,
  requirements: readonly Requirement[],
  driverVersion: string | null,
): Environment {
  const floor = requirements.find(
    ({ subject, operator }) => subject === 'driver' && operator === '>=',
  );
  if (floor === undefined || driverVersion !== null || env['CONDA_OVERRIDE_CUDA'] !== undefined)
    return env;
  const known = cudaOfDriver.find(({ driver }) => !isLowerVersion(floor.value, driver));
  return known === undefined ? env : { ...env, CONDA_OVERRIDE_CUDA: known.cuda };
}
