import process from 'node:process';
import type { Runner, WorkerCommand } from '@stackbench/workers';
import type { Stack } from '@stackbench/model';
import { kernelsRoot } from '@stackbench/programs';
import { buildProgram } from '../../src/build-program.ts';
import { workerCommand } from '../../src/worker-command.ts';

/** The worker of one interpreter on the CPU, as it is started without being searched for. */
export function cpuRunner(python: string): { runner: Runner; stack: Stack } {
  return directRunner(workerCommand(python, process.env, 'cpu'), {
    id: 'pytorch:test',
    kind: 'pytorch',
    software: true,
    available: true,
    facts: {},
  });
}

/** A runner of one stack that is started by `command`. */
export function directRunner(
  command: WorkerCommand,
  stack: Stack,
): { runner: Runner; stack: Stack } {
  return {
    stack,
    runner: {
      kind: 'pytorch',
      discover: () => Promise.resolve([stack]),
      command: () => command,
      program: (_, request) => buildProgram(kernelsRoot, stack, request),
    },
  };
}
