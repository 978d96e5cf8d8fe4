import { performance } from 'node:perf_hooks';
import process from 'node:process';
import {
  findPossessions,
  fits,
  makeEnvironment,
  ownFolderOf,
  type PlannedEnvironment,
  planEnvironment,
  type Setup,
  stateOf,
  toolsFor,
} from '@stackbench/environments';
import { BenchError } from '@stackbench/model';
import { createPaint, formatDuration } from '@stackbench/report';
import { inParallel } from '@stackbench/stacks';
import { shortenPath } from '../user-paths.ts';
import type { Output } from '../terminal/terminal.ts';
import { describeCheck, describePlanned } from './describe-planned.ts';
import { formatBytes } from './format-bytes.ts';
import { createMakingDisplay, createQuietDisplay } from './show-making.ts';

export interface MakeOptions {
  with: string | undefined;
  locked: boolean;
  /** Make also what this machine cannot run, or has no room for. */
  force: boolean;
  dryRun: boolean;
  /** Whether those whose setup changed are made anew. */
  renew: boolean;
  /** Whether only what could not be made is said. */
  quiet: boolean;
  signal: AbortSignal;
}

/** Downloads share one line to the network; more at once only share it out. */
const width = 3;

/**
 * Makes the environments of setups that are not there yet, several at once.
 * @returns how many could not be made
 * @throws BenchError before anything is made: for a setup that is wrong, or that does not fit this machine
 */
export async function makeSetups(
  setups: readonly Setup[],
  options: MakeOptions,
  output: Output,
): Promise<number> {
  const startedMs = performance.now();
  // Also of what is there already: a name that means nothing is never passed over.
  for (const setup of setups) toolsFor(setup, options.with);
  const wanted = setups.filter((setup) => isWanted(setup, options, output));
  if (wanted.length === 0) return 0;
  const planned = await planAll(wanted, options);
  const nameWidth = Math.max(...planned.map(({ setup }) => setup.name.length));
  const paint = createPaint(output.color);
  for (const each of options.quiet ? [] : planned) {
    output.write(
      describePlanned(each, nameWidth, output.width(), paint)
        .map((line) => `${line}\n`)
        .join(''),
    );
  }
  if (options.dryRun || options.signal.aborted) return 0;
  const failures = await makeAll(planned, options, output);
  const made = planned.length - failures;
  if (made > 0 && !options.quiet) {
    const took = formatDuration(performance.now() - startedMs);
    output.write(`Made ${made} in ${took}, in ${shortenPath(ownFolderOf(process.env))}\n`);
  }
  return failures;
}

/** Whether there is something to do; what is there already is said, be it as it was or changed since. */
function isWanted(setup: Setup, { locked, renew, quiet }: MakeOptions, output: Output): boolean {
  const state = stateOf(setup, process.env);
  if (state.is !== 'complete') return true;
  const isChanged = state.record.setupDigest !== setup.digest;
  if (locked || (isChanged && renew)) return true;
  if (quiet) return false;
  if (isChanged) {
    output.write(
      `${setup.name}: the setup changed since it was made; 'pnpm bench env create ${setup.name}' makes it anew\n`,
    );
  } else if (renew) {
    output.write(`${setup.name}: is there already\n`);
  }
  return false;
}

async function planAll(
  setups: readonly Setup[],
  options: MakeOptions,
): Promise<PlannedEnvironment[]> {
  const { env } = process;
  const possessions = await findPossessions(env, options.signal);
  const planned = await inParallel(setups, width, (setup) =>
    planEnvironment(setup, { ...options, env, possessions }),
  );
  if (options.force) return planned;
  for (const { setup, checks, cost } of planned) {
    const unmet = checks.filter(({ state }) => state === 'unmet');
    if (unmet.length > 0) {
      throw new BenchError(
        `${setup.name} is not for this machine: ${unmet.map(describeCheck).join(', ')}`,
        {
          fix: 'Choose another setup; --force makes it all the same.',
        },
      );
    }
    if (!fits(cost)) {
      throw new BenchError(
        `${setup.name} needs more room than the ${formatBytes(cost.freeBytes)} that are free: ${formatBytes(cost.downloadBytes ?? 0)} of packages, and what they unpack to`,
        {
          fix: 'Make room, or move the cache with STACKBENCH_CACHE; --force tries it all the same.',
        },
      );
    }
  }
  return planned;
}

async function makeAll(
  planned: readonly PlannedEnvironment[],
  { quiet }: MakeOptions,
  output: Output,
): Promise<number> {
  const display = quiet ? createQuietDisplay(output) : createMakingDisplay(output);
  try {
    const failures = await inParallel(planned, width, async (each) => {
      const { name } = each.setup;
      display.start(each);
      try {
        await makeEnvironment(each, (bytes) => display.fetched(name, bytes));
        display.finish(name, null);
        return 0;
      } catch (error) {
        if (!(error instanceof BenchError)) throw error;
        display.finish(
          name,
          `${error.message}${error.fix === undefined ? '' : `\n  fix: ${error.fix}`}`,
        );
        return 1;
      }
    });
    return failures.reduce<number>((sum, each) => sum + each, 0);
  } finally {
    display.end();
  }
}
