import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, makeTemporaryFolder } from '@stackbench/workers';
import { chooseManager } from '../managers/choose-manager.ts';
import type { Job, Manager, Resolution } from '../managers/manager.ts';
import { type Check, checkRequirements, type Possessions } from '../setup/check-requirements.ts';
import type { Setup } from '../setup/setup.ts';
import { describeCost, type Cost } from './cost.ts';
import { findLock } from './locks.ts';
import { overrideCuda } from './override-cuda.ts';
import { keptLocksOf, ownFolderOf, prefixOf } from './places.ts';
import { examine, type State } from './state.ts';

export interface PlanOptions {
  env: Environment;
  signal: AbortSignal | undefined;
  /** The tool that was asked for. */
  with: string | undefined;
  /** Whether what was resolved before is to be repeated exactly. */
  locked: boolean;
  possessions: Possessions;
}

/** An environment that is to be made, and all that is known of it before. */
export interface PlannedEnvironment {
  setup: Setup;
  folder: string;
  state: State;
  manager: Manager;
  checks: readonly Check[];
  job: Job;
  resolution: Resolution;
  cost: Cost;
}

/**
 * Chooses the tool, resolves the setup and counts what it will cost. Downloads no more than metadata.
 * @throws BenchError for a setup that is wrong, cannot be had, or that nothing here makes
 */
export async function planEnvironment(
  setup: Setup,
  options: PlanOptions,
): Promise<PlannedEnvironment> {
  const folder = join(ownFolderOf(options.env), setup.name);
  const state = examine(folder);
  const manager = await chooseManager(setup, options);
  const lock = options.locked
    ? await findLock(setup, manager, [folder, keptLocksOf(options.env, setup.name)])
    : null;
  const job: Job = {
    setup,
    folder,
    prefix: join(folder, prefixOf(setup)),
    env: overrideCuda(options.env, setup.requirements, options.possessions.driver),
    signal: options.signal,
    lock,
  };
  const scratch = makeTemporaryFolder();
  try {
    const resolution = await manager.resolve({ ...job, folder: scratch });
    return {
      setup,
      folder,
      state,
      manager,
      checks: checkRequirements(setup.requirements, options.possessions),
      job,
      resolution,
      cost: describeCost(resolution, await manager.cache(job), folder, options.env),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
