import { BenchError } from '@stackbench/model';
import type { Given } from '../../arguments/option.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Context } from '../command.ts';
import { type Action, executeAction } from '../execute-action.ts';
import { executeGather } from './gather.ts';
import { executeStatus } from './status.ts';
import { executeSubmit } from './submit.ts';
import { executeYaml } from './yaml.ts';

/** What `fleet` does, with the options that make sense for it. */
const actions: Readonly<Record<string, Action>> = {
  submit: {
    execute: executeSubmit,
    options: ['slurm', 'at-once', 'bundle', 'results', 'dry-run'],
  },
  status: { execute: executeStatus, options: ['results', 'json'] },
  gather: { execute: executeGather, options: ['results', 'resubmit'] },
  yaml: {
    execute: executeYaml,
    options: ['at-once', 'image', 'bundle-volume', 'data-volume', 'device', 'queue'],
  },
};

/** `pnpm bench fleet …` */
export async function executeFleetCommand(given: Given, context: Context): Promise<ExitCode> {
  const [action] = given.operands;
  if (action === undefined) {
    throw new BenchError('fleet needs to know what to do', {
      fix: `Name one of ${Object.keys(actions).join(', ')}, and a matrix.`,
    });
  }
  if (given.handedOn.length > 0 && action !== 'submit') {
    throw new BenchError(`fleet ${action} hands nothing on that stands behind '--'`, {
      fix: 'Leave it out: those are for sbatch.',
    });
  }
  return executeAction('fleet', actions, given.operands, given, context);
}
