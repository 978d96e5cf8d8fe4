import { join } from 'node:path';
import type { OwnRecord } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import { makeEnvironment } from '../create/make-environment.ts';
import { ownFolderOf } from '../create/places.ts';
import { planEnvironment } from '../create/plan-environment.ts';
import { findPossessions } from '../create/possessions.ts';
import { examine } from '../create/state.ts';
import type { Setup } from '../setup/setup.ts';

/** Told what happens, a line each. */
export type Say = (line: string) => unknown;

/**
 * Makes an environment for tests, unless it is there and its setup is the same.
 * @returns its record; null where it was there
 */
export async function installSetup(
  setup: Setup,
  env: Environment,
  say: Say,
): Promise<OwnRecord | null> {
  const folder = join(ownFolderOf(env), setup.name);
  const state = examine(folder);
  if (state.is === 'complete' && state.record.setupDigest === setup.digest) {
    say(`${setup.name}: is there already`);
    return null;
  }
  const startedAt = performance.now();
  say(`${setup.name}: being made in ${folder}`);
  const planned = await planEnvironment(setup, {
    env,
    signal: undefined,
    with: undefined,
    locked: false,
    possessions: await findPossessions(env),
  });
  const record = await makeEnvironment(planned, () => {});
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  say(`${setup.name}: complete in ${seconds} s, made by ${record.tool} ${record.toolVersion}`);
  return record;
}
