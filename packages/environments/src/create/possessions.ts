import process from 'node:process';
import { inspectDevice } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import type { Possessions } from '../setup/check-requirements.ts';

const deviceTimeoutMs = 10_000;

/** What this machine has of what setups may require. */
export async function findPossessions(
  env: Environment,
  signal?: AbortSignal,
): Promise<Possessions> {
  const { driverVersion, gpu } = await inspectDevice({ env, timeoutMs: deviceTimeoutMs, signal });
  return {
    driver: driverVersion,
    capability: gpu?.computeCapability ?? null,
    os: process.platform,
    architecture: process.arch,
  };
}
