import process from 'node:process';
import { BenchError } from '@stackbench/model';
import { kernelsRoot } from '@stackbench/programs';
import type { Environment, Runner, WorkerCommand } from '@stackbench/workers';
import { buildProgram } from './build-program.ts';
import { discoverStacks } from './discover/discover.ts';

export interface WebgpuRunnerOptions {
  /** The folder of kernel sources; default: that of `@stackbench/kernels`. */
  root?: string;
  /** Where to look for implementations; default: this process's environment. */
  env?: Environment;
}

/**
 * Finds WebGPU implementations and adapters and runs WGSL kernels on them. What it found last is
 * what it can start: facts leave out the paths that a worker needs.
 */
export function createWebgpuRunner({
  root = kernelsRoot,
  env = process.env,
}: WebgpuRunnerOptions = {}): Runner {
  let commands = new Map<string, WorkerCommand>();
  return {
    kind: 'webgpu',
    discover: async (options) => {
      const found = await discoverStacks(env, options);
      commands = new Map(
        found.flatMap(({ stack, command }) => (command === null ? [] : [[stack.id, command]])),
      );
      return found.map(({ stack }) => stack);
    },
    command: (stack) => {
      const command = commands.get(stack.controlOf ?? stack.id);
      if (command !== undefined) return command;
      throw new BenchError(`${stack.id} is not among the stacks found on this machine`, {
        fix: 'Run `pnpm bench list` to see those that are.',
      });
    },
    program: (stack, request) => buildProgram(root, stack, request),
  };
}
