import process from 'node:process';
import { listEnvironments } from '@stackbench/environments';
import { timeLimitMs } from '@stackbench/workers';
import type { Given } from '../../arguments/option.ts';
import { discoverStacks } from '../../discover-stacks.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import { runnerEntries } from '../../runners.ts';
import { ownSetups } from '../../setups/choose-setups.ts';
import { envDocumentSchema } from '../../json/env-document.ts';
import { printJson } from '../../json/print-json.ts';
import type { Context } from '../command.ts';
import { renderEnvironments } from './render-environments.ts';

/** `pnpm bench env list` */
export async function executeList(
  _names: readonly string[],
  given: Given,
  { terminal }: Context,
): Promise<ExitCode> {
  return stoppable(async (signal) => {
    const setups = await ownSetups();
    const entries = runnerEntries.filter(({ fromSetups }) => fromSetups === true);
    const [environments, found] = await Promise.all([
      listEnvironments(setups, process.env),
      discoverStacks(entries, { timeoutMs: timeLimitMs('discover'), signal }),
    ]);
    if (signal.aborted) return exitCodes.interrupted;
    const foreign = found
      .map(({ stack }) => stack)
      .filter(({ facts, optIn }) => facts['setup'] === undefined && optIn !== true);
    const document = {
      setups: setups.map(({ name, file, format, summary, requirements, digest }) => ({
        name,
        file,
        format,
        summary,
        requirements,
        digest,
      })),
      environments,
      foreign: foreign.map(({ id }) => id),
    };
    terminal.out.write(
      given.has('json')
        ? printJson(envDocumentSchema, document)
        : renderEnvironments({ setups, environments, foreign }, terminal.out),
    );
    return exitCodes.done;
  });
}
