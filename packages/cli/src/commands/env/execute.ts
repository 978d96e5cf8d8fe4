import type { Given } from '../../arguments/option.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Context } from '../command.ts';
import { type Action, executeAction } from '../execute-action.ts';
import { executeCreate } from './create.ts';
import { executeList } from './list.ts';
import { executeRemove } from './remove.ts';

/** What `env` does, with the options that make sense for it. */
const actions: Readonly<Record<string, Action>> = {
  create: { execute: executeCreate, options: ['all', 'with', 'locked', 'force', 'dry-run'] },
  list: { execute: executeList, options: ['json'] },
  remove: { execute: executeRemove, options: ['yes'] },
};

/** `pnpm bench env …` */
export async function executeEnvCommand(given: Given, context: Context): Promise<ExitCode> {
  const operands = given.operands.length === 0 ? ['list'] : given.operands;
  return executeAction('env', actions, operands, given, context);
}
