import { loadavg } from 'node:os';
import process from 'node:process';
import { loadCatalog } from '@stackbench/kernels';
import { stateOf } from '@stackbench/environments';
import { type DriverLayer } from '@stackbench/model';
import { describeDriver, describeMachine, readLoaderCache } from '@stackbench/stacks';
import { type DiscoverOptions, timeLimitMs } from '@stackbench/workers';
import type { Given } from '../../arguments/option.ts';
import { stoppable } from '../../interrupts.ts';
import { discoverStacks } from '../../discover-stacks.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { runnerEntries } from '../../runners.ts';
import { ownSetups } from '../../setups/choose-setups.ts';
import type { Context } from '../command.ts';
import { inventoryAsJson, type ListedSetup, takeInventory } from './inventory.ts';
import { renderInventory } from './render-inventory.ts';

/** `pnpm bench list` */
export async function executeListCommand(given: Given, context: Context): Promise<ExitCode> {
  return stoppable((signal) => listAll(given, context, signal));
}

async function listAll(
  given: Given,
  { terminal }: Context,
  signal: AbortSignal,
): Promise<ExitCode> {
  const options = { timeoutMs: timeLimitMs('discover'), signal };
  const [catalog, machine, setups, found, driver] = await Promise.all([
    loadCatalog(),
    describeMachine(),
    listSetups(),
    discoverStacks(runnerEntries, options),
    readDriver(options),
  ]);
  if (signal.aborted) return exitCodes.interrupted;
  const inventory = takeInventory(catalog, found, {
    suite: given.one('suite'),
    stackGlobs: given.all('stack'),
    caseGlobs: given.all('case'),
  });
  const withCases = given.has('suite') || given.has('case');
  terminal.out.write(
    given.has('json')
      ? inventoryAsJson(inventory, setups)
      : renderInventory(
          inventory,
          { machine, load: loadavg()[0] ?? 0, driver },
          setups,
          withCases,
          terminal.out,
        ),
  );
  return exitCodes.done;
}

/** The layer that all stacks stand on. */
async function readDriver(options: DiscoverOptions): Promise<DriverLayer> {
  const loaderCache = await readLoaderCache(process.env, options);
  return describeDriver({ ...options, env: process.env }, loaderCache);
}

async function listSetups(): Promise<ListedSetup[]> {
  return (await ownSetups()).map((setup) => {
    const { name, format, summary } = setup;
    return { name, format, summary, made: stateOf(setup, process.env).is === 'complete' };
  });
}
