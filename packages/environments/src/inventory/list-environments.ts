import { basename, join } from 'node:path';
import { entries, type OwnRecord } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import { ownFolderOf } from '../create/places.ts';
import { examine } from '../create/state.ts';
import type { Setup } from '../setup/setup.ts';
import { readMainVersions } from './main-versions.ts';
import { measureSize, type Size } from './measure-size.ts';

/** What stands in stackbench's own folder under one name. */
export interface ListedEnvironment {
  name: string;
  folder: string;
  state: 'complete' | 'unfinished' | 'foreign';
  record: OwnRecord | null;
  size: Size;
  /** Of the packages that tell it from others. */
  versions: Readonly<Record<string, string>>;
  /** Whether the setup is another since it was made; null where there is no such setup any more. */
  setupChanged: boolean | null;
}

/** Everything in stackbench's own folder, the unfinished and the foreign included. */
export async function listEnvironments(
  setups: readonly Setup[],
  env: Environment,
): Promise<ListedEnvironment[]> {
  const folders = entries(ownFolderOf(env), /^[^.]/);
  return Promise.all(folders.map((folder) => describe(folder, setups)));
}

async function describe(folder: string, setups: readonly Setup[]): Promise<ListedEnvironment> {
  const state = examine(folder);
  const record = 'record' in state ? state.record : null;
  const setup = setups.find(({ name }) => name === record?.setup);
  return {
    name: basename(folder),
    folder,
    state: state.is === 'complete' || state.is === 'unfinished' ? state.is : 'foreign',
    record,
    size: await measureSize(folder),
    versions:
      state.is === 'complete' ? await readMainVersions(join(folder, state.record.prefix)) : {},
    setupChanged: setup === undefined ? null : setup.digest !== record?.setupDigest,
  };
}
