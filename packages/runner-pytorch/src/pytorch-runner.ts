import { kernelsRoot } from '@stackbench/programs';
import {
  adviseLonger,
  type DiscoverOptions,
  type FoundStack,
  type Runner,
  type WorkerCommand,
} from '@stackbench/workers';
import type { Stack } from '@stackbench/model';
import { mendTorch } from './interpreter-variables.ts';
import { inspectTorch } from './inspect-torch.ts';
import { buildProgram } from './build-program.ts';
import { type Discovered, discoverStacks, type TorchSearch } from './discover/discover-stacks.ts';

export interface PytorchRunnerOptions extends TorchSearch {
  /** The folder of kernel sources; default: that of `@stackbench/kernels`. */
  root?: string;
}

/**
 * Every Python environment of this machine with PyTorch as a stack, started as its own tools would
 * activate it. Finding them imports no torch, which takes seconds each; `inspect` does.
 */
export function createPytorchRunner({
  root = kernelsRoot,
  ...search
}: PytorchRunnerOptions = {}): Runner {
  return {
    kind: 'pytorch',
    discover: async (options) => {
      const found = await discoverStacks(search, options);
      return found.map(({ stack, drive }: Discovered) =>
        drive === null ? { stack, driver: null } : withDriver(stack, drive.command, root),
      );
    },
  };
}

function withDriver(stack: Stack, command: WorkerCommand, root: string): FoundStack {
  return {
    stack,
    driver: {
      command,
      program: (request) => buildProgram(root, stack, request),
      inspect: (options) => inspectStack(stack, command, root, options),
    },
  };
}

/** The stack with what only its worker tells, or without a driver where torch does not work. */
async function inspectStack(
  stack: Stack,
  command: WorkerCommand,
  root: string,
  options: DiscoverOptions,
): Promise<FoundStack> {
  const told = await inspectTorch(command, options);
  if (told.ok) {
    return withDriver({ ...stack, facts: { ...stack.facts, ...told.facts } }, command, root);
  }
  return {
    stack: {
      ...stack,
      available: false,
      reason: told.reason,
      fix: told.status === 'timeout' ? adviseLonger('start') : mendTorch(command.env ?? {}),
    },
    driver: null,
  };
}
