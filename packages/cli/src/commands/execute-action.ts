import { findNamed } from '@stackbench/engine';
import { BenchError } from '@stackbench/model';
import type { Given } from '../arguments/option.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Context } from './command.ts';

/** What a command of several actions does for one of them. */
export interface Action {
  execute(names: readonly string[], given: Given, context: Context): Promise<ExitCode>;
  /** Those of the command's options that make sense for it. */
  options: readonly string[];
}

/**
 * Does what the first operand names, with those behind it.
 * @throws BenchError for an action that the command does not have, or an option of another one
 */
export async function executeAction(
  command: string,
  actions: Readonly<Record<string, Action>>,
  [name = '', ...names]: readonly string[],
  given: Given,
  context: Context,
): Promise<ExitCode> {
  const action = findNamed(new Map(Object.entries(actions)), `action of ${command}`, name);
  const stray = Object.values(actions)
    .flatMap(({ options }) => options)
    .find((option) => given.has(option) && !action.options.includes(option));
  if (stray !== undefined) {
    throw new BenchError(`${command} ${name} takes no --${stray}`, { fix: 'Leave it out.' });
  }
  return action.execute(names, given, context);
}
