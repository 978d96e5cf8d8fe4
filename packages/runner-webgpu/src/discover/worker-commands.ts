import { join } from 'node:path';
import process from 'node:process';
import { installation } from '@stackbench/installation';
import type { WorkerCommand } from '@stackbench/workers';
import { formatWorkerOptions, type WorkerOptions } from '../worker/options.ts';

type Variables = NonNullable<WorkerCommand['env']>;

const workers = join(import.meta.dirname, '..', 'worker');
const moduleOf = (worker: string) => join(workers, worker + installation.moduleExtension);

export function dawnCommand(options: Partial<WorkerOptions>, env: Variables): WorkerCommand {
  const args = [moduleOf('dawn'), ...formatWorkerOptions(options)];
  return { file: process.execPath, args, env, replies: 'fd3' };
}

/** Node calls the function that strips types experimental on the log, at each start. */
export function chromiumCommand(options: Partial<WorkerOptions>, env: Variables): WorkerCommand {
  const args = [
    '--disable-warning=ExperimentalWarning',
    moduleOf('chromium'),
    ...formatWorkerOptions(options),
  ];
  return { file: process.execPath, args, env, replies: 'fd3' };
}

/** Deno cannot write to descriptors that it did not open itself; nothing else prints there. */
export function denoCommand(
  deno: string,
  options: Partial<WorkerOptions>,
  env: Variables,
): WorkerCommand {
  const flags = ['run', '--allow-all', '--no-prompt', '--no-lock', '--node-modules-dir=manual'];
  return {
    file: deno,
    args: [...flags, moduleOf('deno'), ...formatWorkerOptions(options)],
    env: { ...env, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
    replies: 'stdout',
  };
}
