import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProgramRequest, Runner } from '@stackbench/engine';
import { BenchError, type Stack } from '@stackbench/model';
import { buildProgram } from '../src/build-program.ts';
import { cacheFolder } from '../src/cache-folder.ts';
import { type BuiltWorker, buildWorker } from './build-worker.ts';
import { findHostCompiler, type HostCompiler } from './host-compiler.ts';
import { type Sanitizer, sanitizers } from './sanitizer.ts';

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
  root = dirname(fileURLToPath(import.meta.resolve('@stackbench/kernels'))),
}: EmulationOptions = {}): Runner {
  let found: { compiler: HostCompiler; worker: BuiltWorker } | null = null;
  return {
    kind: 'cuda',
    discover: async ({ timeoutMs }) => {
      const compiler = await findHostCompiler(timeoutMs);
      if ('missing' in compiler) return [missing(compiler.missing)];
      try {
        found = { compiler, worker: await buildWorker(compiler, sanitizer, cache) };
      } catch (error) {
        if (!(error instanceof BenchError)) throw error;
        return [missing(error.message)];
      }
      const facts = { hostCompiler: compiler.version, order, sanitizer };
      return [{ id: stackId, kind: 'cuda', software: true, available: true, facts }];
    },
    command: () => {
      if (found === null) throw new BenchError(`${stackId} was not found on this machine`);
      const { compiler, worker } = found;
      return {
        file: worker.file,
        args: Object.entries({
          '--cache': join(worker.folder, 'kernels'),
          '--shim': join(import.meta.dirname, 'shim'),
          '--order': order,
          '--compiler': compiler.file,
        })
          .flat()
          .concat('--', worker.flags),
        env: sanitizers[sanitizer].env,
        replies: 'fd3',
      };
    },
    program: async (_, request) => cannotEmulate(request) ?? buildProgram(root, request),
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
