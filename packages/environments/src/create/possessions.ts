import process from 'node:process';
import { inspectDevice } from '@stackbench/stacks';
import { type Environment, timeLimitMs } from '@stackbench/workers';
import type { Possessions } from '../setup/check-requirements.ts';

/** What this machine has of what setups may require. */
export async function findPossessions(
  env: Environment,
  signal?: AbortSignal,
): Promise<Possessions> {
  const { driverVersion, gpu } = await inspectDevice({
    env,
    timeoutMs: timeLimitMs('discover'),
    signal,
  });
  return {
    driver: driverVersion,
    capability: gpu?.computeCapability ?? null,
    os: process.platform,
    architecture: process.arch,
  };
}
