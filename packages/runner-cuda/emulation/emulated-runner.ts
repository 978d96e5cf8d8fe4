import { join } from 'node:path';
import process from 'node:process';
import { installation } from '@stackbench/installation';
import type { Driver, Runner } from '@stackbench/workers';
import { buildCudaProgram, kernelsRoot } from '@stackbench/programs';
import { type CudaArchitecture, type Stack, stateFacts } from '@stackbench/model';
import { cacheFolder } from '@stackbench/stacks';
import { describeCompiler } from '../src/discover/host-compilers.ts';
import { findHostCompiler, hostCompilerFix } from './host-compiler.ts';
import type { Sanitizer } from './watch.ts';

export interface EmulationOptions {
  /** Default: the folder that `STACKBENCH_CACHE` or the system names. */
  cache?: string;
  /** In which order blocks run, and threads between barriers. A right kernel does not care. */
  order?: 'forward' | 'reverse' | 'shuffled';
  sanitizer?: Sanitizer;
  /** What kernels are compiled for: sources have other ways for older GPUs. Default: all that is emulated. */
  architecture?: CudaArchitecture;
  /** How many it is to have: blocks that stay take several tiles each. Default: as many as there are tiles. */
  multiprocessors?: number;
  /** The folder of kernel sources; default: that of `@stackbench/kernels`. */
  root?: string;
}

export const emulatedId = 'cuda:emulated';

const emulated = {
  id: emulatedId,
  kind: 'cuda',
  software: true,
  native: true,
  optIn: true,
  computes: ['cu'],
};

/** ThreadSanitizer sees the accesses of threads, and not those of a copy engine. */
const withoutHopper: Readonly<Record<Sanitizer, boolean>> = {
  none: false,
  address: false,
  thread: true,
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
  architecture = withoutHopper[sanitizer] ? 'sm_80' : 'sm_90a',
  multiprocessors,
  root = kernelsRoot,
}: EmulationOptions = {}): Runner {
  const driver: Driver = {
    // Builds the worker when it is first needed, which for most people is never.
    command: {
      file: process.execPath,
      args: [
        join(import.meta.dirname, `launch-worker${installation.moduleExtension}`),
        cache,
        order,
        sanitizer,
        architecture,
      ],
      replies: 'fd3',
    },
    program: (request) =>
      buildCudaProgram(root, request, {
        architecture,
        because: `what is emulated is ${architecture}`,
        multiprocessors,
      }),
  };
  return {
    kind: 'cuda',
    discover: async ({ timeoutMs }) => {
      const compiler = await findHostCompiler(timeoutMs);
      if ('missing' in compiler) return [{ stack: missing(compiler.missing), driver: null }];
      const facts = stateFacts({
        hostCompiler: describeCompiler(compiler),
        order,
        sanitizer,
        multiprocessors,
      });
      return [{ stack: { ...emulated, available: true, facts }, driver }];
    },
  };
}

function missing(reason: string): Stack {
  return {
    ...emulated,
    available: false,
    reason,
    fix: hostCompilerFix,
    facts: {},
  };
}
