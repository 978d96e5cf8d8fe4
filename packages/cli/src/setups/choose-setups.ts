import { join } from 'node:path';
import { noSuch, quoteAll } from '@stackbench/engine';
import { findSetups, readSetup, type Setup } from '@stackbench/environments';
import { installation } from '@stackbench/installation';
import { resolveUserPath } from '../user-paths.ts';

/** The setups of this copy of stackbench. */
export function ownSetups(): Promise<Setup[]> {
  return findSetups(join(installation.root, 'environments'));
}

/**
 * The setups that were named, each once: by name, or by a path to one that lies anywhere.
 * @throws BenchError for a name that no setup has, naming the near match
 */
export async function chooseSetups(names: readonly string[]): Promise<Setup[]> {
  const setups = await ownSetups();
  const known = setups.map(({ name }) => name);
  const chosen = await Promise.all(
    names.map(async (name) => {
      const setup = setups.find((each) => each.name === name);
      if (setup !== undefined) return setup;
      if (/[/\\]|\.(?:txt|ya?ml|toml)$/.test(name)) return readSetup(resolveUserPath(name));
      throw noSuch(name, {
        noun: 'setup',
        names: known,
        fix: `Use one of ${quoteAll(known)}, or a path to a file.`,
      });
    }),
  );
  return [...new Map(chosen.map((setup) => [setup.name, setup])).values()];
}
