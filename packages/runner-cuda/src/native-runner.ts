import { join } from 'node:path';
import process from 'node:process';
import type { DiscoverOptions, Runner, WorkerCommand } from '@stackbench/workers';
import { BenchError, type Stack, stateFacts } from '@stackbench/model';
import { kernelsRoot } from '@stackbench/programs';
import { cacheFolder, type Problem } from '@stackbench/stacks';
import { compileWorker } from './build/compile-worker.ts';
import type { BuildTools } from './build/nvcc.ts';
import { describeWorker } from './describe-worker.ts';
import {
  discoverToolkits,
  type FoundToolkit,
  type ToolkitSearch,
} from './discover/discover-toolkits.ts';
import { nativeCommand } from './native-command.ts';
import { buildNativeProgram } from './native-program.ts';
import { prebuildKernels } from './prebuild-kernels.ts';

export interface NativeOptions extends ToolkitSearch {
  /** The folder of kernel sources; default: that of `@stackbench/kernels`. */
  root?: string;
  /** Where workers come from; default: built from this package's sources. */
  provideWorker?: typeof compileWorker;
}

/** What runs a stack's cases. */
interface Driver {
  tools: BuildTools;
  architecture: string;
  command: WorkerCommand;
}

/**
 * Every CUDA Toolkit of this machine as a stack: its kernels built by its own nvcc for the GPU that is
 * there, and run by a worker that it built as well. Building that worker, seconds once and kept from
 * then on, is part of finding a stack, so that one that cannot be built says so before the run.
 */
export function createNativeRunner({
  root = kernelsRoot,
  provideWorker = compileWorker,
  ...search
}: NativeOptions = {}): Runner {
  const cache = join(cacheFolder(search.env ?? process.env), 'cuda');
  let drivers = new Map<string, Driver>();

  async function discover(options: DiscoverOptions): Promise<Stack[]> {
    const toolkits = await discoverToolkits(search, options);
    const opened = await Promise.all(
      toolkits.map((toolkit) => openToolkit(toolkit, provideWorker, cache, options)),
    );
    drivers = new Map(
      opened.flatMap(({ stack, driver }) => (driver === null ? [] : [[stack.id, driver]])),
    );
    return opened.map(({ stack }) => stack);
  }

  function driverOf(stack: Stack): Driver {
    const driver = drivers.get(stack.controlOf ?? stack.id);
    if (driver !== undefined) return driver;
    throw new BenchError(`${stack.id} is not among the stacks found on this machine`, {
      fix: 'Run `pnpm bench list` to see those that are.',
    });
  }

  return {
    kind: 'cuda',
    discover,
    command: (stack) => driverOf(stack).command,
    program: (stack, request) => buildNativeProgram({ root, cache, ...driverOf(stack) }, request),
    prebuild: (stack, requests, options) =>
      prebuildKernels({ root, cache, ...driverOf(stack) }, requests, options),
  };
}

async function openToolkit(
  { id, facts, tools, architecture, problem }: FoundToolkit,
  provideWorker: typeof compileWorker,
  cache: string,
  options: DiscoverOptions,
): Promise<{ stack: Stack; driver: Driver | null }> {
  const stack = { id, kind: 'cuda' as const, software: false, facts };
  const unavailable = (why: Problem) => ({
    stack: { ...stack, available: false, ...why },
    driver: null,
  });
  if (problem !== null) return unavailable(problem);
  if (tools === null || architecture === null) throw new Error(`${id} has no reason not to run`);
  let command: WorkerCommand;
  try {
    command = nativeCommand(tools.toolkit, await provideWorker(tools, architecture, cache));
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return unavailable({
      reason: `Its worker cannot be built: ${error.message}`,
      fix: 'Install this toolkit and its host compiler completely, or name another C++20 compiler in NVCC_CCBIN.',
    });
  }
  const described = await describeWorker(command, options);
  if (!described.ok) {
    return unavailable({
      reason: described.reason,
      fix: 'Run nvidia-smi by hand, and see that driver and toolkit fit.',
    });
  }
  const known = { ...facts, ...described.facts, ...stateFacts({ architecture }) };
  return {
    stack: { ...stack, available: true, facts: known },
    driver: { tools, architecture, command },
  };
}
