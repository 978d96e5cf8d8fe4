import process from 'node:process';
import { stateOf } from '@stackbench/environments';
import { BenchError } from '@stackbench/model';
import type { RunOptions } from '../commands/run/options.ts';
import type { Output } from '../terminal/terminal.ts';
import { chooseSetups } from './choose-setups.ts';
import { makeSetups } from './make-setups.ts';

/**
 * Makes the environments of the setups that a run is to measure, where they are missing.
 * @returns the names of the setups
 * @throws BenchError for a setup that is unknown, or that could not be made
 */
export async function provideSetups(
  { setups: names, dryRun, quiet }: Pick<RunOptions, 'setups' | 'dryRun' | 'quiet'>,
  signal: AbortSignal,
  output: Output,
): Promise<string[]> {
  if (names.length === 0) return [];
  const setups = await chooseSetups(names);
  const missing = setups.filter((setup) => stateOf(setup, process.env).is !== 'complete');
  if (dryRun && missing.length > 0) {
    throw new BenchError(`Not made yet: ${missing.map(({ name }) => name).join(', ')}`, {
      fix: `See what it takes with 'pnpm bench env create ${missing.map(({ name }) => name).join(' ')} --dry-run'.`,
    });
  }
  const options = {
    with: undefined,
    locked: false,
    force: false,
    dryRun,
    renew: false,
    quiet,
    signal,
  };
  const failures = await makeSetups(setups, options, output);
  if (failures > 0) {
    throw new BenchError('Not all of the setups could be made, so nothing was measured', {
      fix: 'Leave out those that failed, or mend them.',
    });
  }
  return setups.map(({ name }) => name);
}
