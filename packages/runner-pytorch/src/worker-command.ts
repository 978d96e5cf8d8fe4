import { join } from 'node:path';
import process from 'node:process';
import { withoutOverriding } from '@stackbench/stacks';
import type { Environment, WorkerCommand } from '@stackbench/workers';
import { interpreterVariables } from './interpreter-variables.ts';
import type { TorchDevice } from './discover/choose-device.ts';

const worker = join(import.meta.dirname, '../worker');

/** How to start the worker in an environment that was activated: with the whole of `env` and no more. */
export function workerCommand(
  interpreter: string,
  env: Environment,
  device: TorchDevice | `compile:${string}`,
): WorkerCommand {
  const own = interpreterVariables(env);
  const inherited = Object.keys(process.env).filter((name) => own[name] === undefined);
  return {
    file: interpreter,
    args: ['-B', worker, '--device', device],
    env: {
      ...own,
      ...Object.fromEntries(inherited.map((name) => [name, undefined])),
      ...withoutOverriding,
      // The order of nvidia-smi.
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    },
    // Whatever an environment prints when Python starts must not stand between the replies.
    replies: process.platform === 'win32' ? 'stdout' : 'fd3',
  };
}
