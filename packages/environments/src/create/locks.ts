import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BenchError } from '@stackbench/model';
import type { Lock, Manager } from '../managers/manager.ts';
import type { Setup } from '../setup/setup.ts';

/** What tells one lock from another: SHA-256 over its files. */
export function digestLock(lock: Lock): string {
  const files = Object.entries(lock).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(files)).digest('hex');
}

/**
 * The lock that `--locked` repeats: the one beside the setup (`NAME.pylock.toml`), that of the environment that is
 * there, or that of one that was removed; the first that is.
 * @throws BenchError when there is none
 */
export async function findLock(
  setup: Setup,
  manager: Manager,
  folders: readonly string[],
): Promise<Lock> {
  const beside = join(dirname(setup.file), `${setup.name}.`);
  for (const start of [beside, ...folders.map((folder) => `${folder}/`)]) {
    const found = await Promise.all(
      manager.lockNames.map(async (name) => {
        const text = await readFile(`${start}${name}`, 'utf8').catch(() => null);
        return text === null ? [] : [[name, text] as const];
      }),
    );
    const files = found.flat();
    if (files[0]?.[0] === manager.lockNames[0]) return Object.fromEntries(files);
  }
  const [name] = manager.lockNames;
  throw new BenchError(`There is no ${name} of ${setup.name} to repeat`, {
    fix: `Put one beside the setup as ${setup.name}.${name}, or leave --locked out.`,
  });
}
