import process from 'node:process';
import { checkRequirements, findPossessions, type Setup } from '@stackbench/environments';
import { BenchError } from '@stackbench/model';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import { chooseSetups, ownSetups } from '../../setups/choose-setups.ts';
import { makeSetups } from '../../setups/make-setups.ts';
import type { Context } from '../command.ts';

/** `pnpm bench env create NAME…` */
export async function executeCreate(
  names: readonly string[],
  given: Given,
  { terminal }: Context,
): Promise<ExitCode> {
  if (names.length === 0 && !given.has('all')) {
    throw new BenchError('env create needs the name of a setup', {
      fix: "'pnpm bench env list' shows them; --all is every one of them.",
    });
  }
  return stoppable(async (signal) => {
    const setups = given.has('all') ? await fittingSetups(signal) : await chooseSetups(names);
    const options = {
      with: given.one('with'),
      locked: given.has('locked'),
      force: given.has('force'),
      dryRun: given.has('dry-run'),
      renew: true,
      quiet: false,
      signal,
    };
    const failures = await makeSetups(setups, options, terminal.err);
    if (signal.aborted) return exitCodes.interrupted;
    if (failures > 0) return exitCodes.someFailed;
    if (!given.has('dry-run')) {
      const setupNames = setups.map(({ name }) => name).join(',');
      terminal.out.write(`Measure them:  pnpm bench --setup ${setupNames}\n`);
    }
    return exitCodes.done;
  });
}

/** Every setup that this machine has what it takes for, as far as that can be told. */
async function fittingSetups(signal: AbortSignal): Promise<Setup[]> {
  const possessions = await findPossessions(process.env, signal);
  return (await ownSetups()).filter(({ requirements }) =>
    checkRequirements(requirements, possessions).every(({ state }) => state !== 'unmet'),
  );
}
