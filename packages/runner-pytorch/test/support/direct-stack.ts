import process from 'node:process';
import { kernelsRoot } from '@stackbench/programs';
import type { RunnableStack, WorkerCommand } from '@stackbench/workers';
import type { Stack } from '@stackbench/model';
import { buildProgram } from '../../src/build-program.ts';
import { workerCommand } from '../../src/worker-command.ts';

/** The worker of one interpreter on the CPU, as it is started without being searched for. */
export function cpuStack(python: string): RunnableStack {
  return directStack(workerCommand(python, process.env, 'cpu'), {
    id: 'pytorch:test',
    kind: 'pytorch',
    software: true,
    native: true,
    available: true,
    facts: {},
  });
}

/** A stack that is started by `command`. */
export function directStack(command: WorkerCommand, stack: Stack): RunnableStack {
  return {
    stack,
    driver: { command, program: (request) => buildProgram(kernelsRoot, stack, request) },
  };
}
