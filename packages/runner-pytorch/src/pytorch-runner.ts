import type { DiscoverOptions, Runner } from '@stackbench/workers';
import { BenchError, type Stack } from '@stackbench/model';
import { kernelsRoot } from '@stackbench/programs';
import { inspectTorch } from './ask-worker.ts';
import { buildProgram } from './build-program.ts';
import { discoverStacks, type Drive, type TorchSearch } from './discover/discover-stacks.ts';

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
  let drives = new Map<string, Drive>();

  function driveOf(stack: Stack): Drive {
    const drive = drives.get(stack.controlOf ?? stack.id);
    if (drive !== undefined) return drive;
    throw new BenchError(`${stack.id} is not among the stacks found on this machine`, {
      fix: 'Run `pnpm bench list` to see those that are.',
    });
  }

  return {
    kind: 'pytorch',
    discover: async (options) => {
      const found = await discoverStacks(search, options);
      drives = new Map(
        found.flatMap(({ stack, drive }) => (drive === null ? [] : [[stack.id, drive]])),
      );
      return found.map(({ stack }) => stack);
    },
    inspect: (stack, options) => inspectStack(stack, driveOf(stack), options),
    command: (stack) => driveOf(stack).command,
    program: (stack, request) => buildProgram(root, stack, request),
  };
}

async function inspectStack(
  stack: Stack,
  { command }: Drive,
  options: DiscoverOptions,
): Promise<Stack> {
  const told = await inspectTorch(command, options);
  if (told.ok) return { ...stack, facts: { ...stack.facts, ...told.facts } };
  return {
    ...stack,
    available: false,
    reason: told.reason,
    fix: 'Import torch by hand in this environment; install torch in it anew, or remove it.',
  };
}
