import { join } from 'node:path';
import process from 'node:process';
import { type Stack, stateFacts } from '@stackbench/model';
import { buildCudaProgram, type CudaTarget, kernelsRoot } from '@stackbench/programs';
import type { Runner } from '@stackbench/workers';
import { cacheFolder } from '@stackbench/stacks';
import { describeCompiler } from '../src/discover/host-compilers.ts';
import { findHostCompiler } from './host-compiler.ts';
import type { Sanitizer } from './sanitizer.ts';

export interface EmulationOptions {
  /** Default: the folder that `STACKBENCH_CACHE` or the system names. */
  cache?: string;
  /** In which order blocks run, and threads between barriers. A right kernel does not care. */
  order?: 'forward' | 'reverse' | 'shuffled';
  sanitizer?: Sanitizer;
  /** The folder of kernel sources; default: that of `@stackbench/kernels`. */
  root?: string;
}

const stackId = 'cuda:emulated';

/** Instructions that exist on one GPU alone and only as PTX have no meaning in C++. */
const target: CudaTarget = {
  architecture: 'sm_80',
  because: 'its instructions (wgmma, TMA) cannot be emulated',
};

/**
 * Runs CUDA kernels on the CPU: the very sources, compiled by the host's C++ compiler over a small
 * shim of CUDA's device language. It proves them right without a GPU and says nothing of their
 * speed, so it takes no part in a run unless it is asked for.
 */
export function createEmulatedRunner({
  cache = cacheFolder(),
  order = 'forward',
  sanitizer = 'none',
  root = kernelsRoot,
}: EmulationOptions = {}): Runner {
  return {
    kind: 'cuda',
    discover: async ({ timeoutMs }) => {
      const compiler = await findHostCompiler(timeoutMs);
      if ('missing' in compiler) return [missing(compiler.missing)];
      const facts = stateFacts({ hostCompiler: describeCompiler(compiler), order, sanitizer });
      return [{ id: stackId, kind: 'cuda', software: true, available: true, facts }];
    },
    // Builds the worker when it is first needed, which for most people is never.
    command: () => ({
      file: process.execPath,
      args: [join(import.meta.dirname, 'launch-worker.ts'), cache, order, sanitizer],
      replies: 'fd3',
    }),
    program: (_, request) => buildCudaProgram(root, request, target),
  };
}

function missing(reason: string): Stack {
  return {
    id: stackId,
    kind: 'cuda',
    software: true,
    available: false,
    reason,
    fix: 'Install g++ 12 or newer, or name a C++20 compiler in CXX.',
    facts: {},
  };
}
