import { findNamed } from '@stackbench/engine';
import { BenchError } from '@stackbench/model';
import type { Given } from '../../arguments/option.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Context } from '../command.ts';
import { executeCreate } from './create.ts';
import { executeList } from './list.ts';
import { executeRemove } from './remove.ts';

type Action = (names: readonly string[], given: Given, context: Context) => Promise<ExitCode>;

/** What `env` does, with the options that make sense for it. */
const actions: Readonly<Record<string, { execute: Action; options: readonly string[] }>> = {
  create: { execute: executeCreate, options: ['all', 'with', 'locked', 'force', 'dry-run'] },
  list: { execute: executeList, options: ['json'] },
  remove: { execute: executeRemove, options: ['yes'] },
};

/** `pnpm bench env …` */
export async function executeEnvCommand(given: Given, context: Context): Promise<ExitCode> {
  const [name = 'list', ...names] = given.operands;
  const action = findNamed(new Map(Object.entries(actions)), 'action of env', name);
  const stray = Object.values(actions)
    .flatMap(({ options }) => options)
    .find((option) => given.has(option) && !action.options.includes(option));
  if (stray !== undefined) {
    throw new BenchError(`env ${name} takes no --${stray}`, { fix: 'Leave it out.' });
  }
  return action.execute(names, given, context);
}
