import { join } from 'node:path';
import process from 'node:process';
import {
  clockFacts,
  describeWorker,
  type DiscoverOptions,
  type FoundStack,
  type Runner,
  withSaid,
  type WorkerCommand,
} from '@stackbench/workers';
import { BenchError, readFact, stateFacts } from '@stackbench/model';
import { isMadeByDriver, kernelsRoot } from '@stackbench/programs';
import { cacheFolder, type Problem } from '@stackbench/stacks';
import { compileWorker } from './build/compile-worker.ts';
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
  return {
    kind: 'cuda',
    discover: async (options) => {
      const toolkits = await discoverToolkits(search, options);
      return Promise.all(
        toolkits.map((toolkit) => openToolkit(toolkit, { root, cache, provideWorker }, options)),
      );
    },
  };
}

interface Workshop {
  root: string;
  cache: string;
  provideWorker: typeof compileWorker;
}

async function openToolkit(
  { id, facts, tools, architecture, problem }: FoundToolkit,
  { root, cache, provideWorker }: Workshop,
  options: DiscoverOptions,
): Promise<FoundStack> {
  const stack = {
    id,
    kind: 'cuda',
    software: false,
    native: true,
    computes: ['cu', 'library', 'library-tuned'],
    facts,
  };
  const unavailable = (why: Problem): FoundStack => ({
    stack: { ...stack, available: false, ...why },
    driver: null,
  });
  if (problem !== null) return unavailable(problem);
  if (tools === null || architecture === null) throw new Error(`${id} has no reason not to run`);
  let command: WorkerCommand;
  try {
    const worker = await provideWorker(tools, architecture, cache, options.signal);
    command = nativeCommand(tools.toolkit, worker);
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
      reason: withSaid(described).reason,
      fix: 'Run nvidia-smi by hand, and see that driver and toolkit fit.',
    });
  }
  const { description } = described;
  const known = {
    ...facts,
    ...description.facts,
    ...clockFacts(description.clock),
    ...stateFacts({
      architecture: isMadeByDriver(architecture) ? `${architecture}, JIT by driver` : architecture,
    }),
  };
  const device = {
    multiprocessors: readFact(known, 'multiprocessors'),
    blockSharedBytes: readFact(known, 'blockSharedBytes'),
  };
  const build = { root, cache, tools, architecture, device };
  return {
    stack: { ...stack, available: true, facts: known },
    driver: {
      command,
      program: (request, limits = {}) => buildNativeProgram({ ...build, limits }, request),
      prebuild: (requests, prebuilding) => prebuildKernels(build, requests, prebuilding),
    },
  };
}
