import { BenchError } from '@stackbench/model';
import { findSetups } from '../setup/find-setups.ts';
import type { Setup } from '../setup/setup.ts';

/**
 * The setups in a folder that are called so, or all of them.
 * @throws BenchError for a name that none has
 */
export async function chooseSetups(folder: string, names: readonly string[]): Promise<Setup[]> {
  const setups = await findSetups(folder);
  const unknown = names.find((name) => setups.every((setup) => setup.name !== name));
  if (unknown !== undefined) {
    throw new BenchError(`There is no environment '${unknown}' to install`, {
      fix: `Name one of ${setups.map(({ name }) => name).join(', ')}.`,
    });
  }
  return setups.filter(({ name }) => names.length === 0 || names.includes(name));
}
