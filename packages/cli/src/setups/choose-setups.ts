import { join } from 'node:path';
import { noSuch } from '@stackbench/engine';
import { findSetups, readSetup, type Setup } from '@stackbench/environments';
import { installation } from '@stackbench/installation';
import { BenchError } from '@stackbench/model';
import { resolveUserPath } from '../user-paths.ts';

/** The setups of this copy of stackbench. */
export function ownSetups(): Promise<Setup[]> {
  return findSetups(join(installation.root, 'environments'));
}

/**
 * The setups that were named, each once: by name, or by a path to one that lies anywhere.
 * @throws BenchError for a name that no setup has, naming the near match, or that two of them have
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
        fix: "'pnpm bench env list' shows them; a path to a file is taken, too.",
      });
    }),
  );
  const byName = new Map<string, Setup>();
  for (const setup of chosen) {
    const { file } = byName.getOrInsert(setup.name, setup);
    if (file !== setup.file) throw twoOfOneName(setup.name, file, setup.file);
  }
  return [...byName.values()];
}

function twoOfOneName(name: string, ...files: readonly [string, string]): BenchError {
  return new BenchError(`Two setups are called ${name}: ${files.join(' and ')}`, {
    fix: 'Rename one: an environment has the name of its setup.',
  });
}
