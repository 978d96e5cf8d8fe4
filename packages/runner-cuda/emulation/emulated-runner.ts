import { join } from 'node:path';
import process from 'node:process';
import type { Runner } from '@stackbench/workers';
import { buildCudaProgram } from '@stackbench/kernels/build-cuda-program';
import type { ProgramRequest, Stack } from '@stackbench/model';
import { cacheFolder } from '@stackbench/stacks';
import { kernelsRoot } from '../src/kernels-root.ts';
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
      const facts = { hostCompiler: compiler.version, order, sanitizer };
      return [{ id: stackId, kind: 'cuda', software: true, available: true, facts }];
    },
    // Builds the worker when it is first needed, which for most people is never.
    command: () => ({
      file: process.execPath,
      args: [join(import.meta.dirname, 'launch-worker.ts'), cache, order, sanitizer],
      replies: 'fd3',
    }),
    program: async (_, request) => cannotEmulate(request) ?? buildCudaProgram(root, request),
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

/** Instructions that exist on one GPU alone and only as PTX have no meaning in C++. */
function cannotEmulate({ variant }: ProgramRequest) {
  return variant.cudaArchitecture === 'sm_90a'
    ? {
        unsupported: `${variant.name} is written in instructions of sm_90a (wgmma, TMA), which cannot be emulated`,
      }
    : null;
}
