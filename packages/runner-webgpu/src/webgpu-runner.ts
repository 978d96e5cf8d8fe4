import process from 'node:process';
import { kernelsRoot } from '@stackbench/programs';
import type { Driver, Environment, FoundStack, Runner } from '@stackbench/workers';
import { buildProgram } from './build-program.ts';
import { type Discovered, discoverStacks } from './discover/discover.ts';

export interface WebgpuRunnerOptions {
  /** The folder of kernel sources; default: that of `@stackbench/kernels`. */
  root?: string;
  /** Where to look for implementations; default: this process's environment. */
  env?: Environment;
}

/** Finds WebGPU implementations and adapters and runs WGSL kernels on them. */
export function createWebgpuRunner({
  root = kernelsRoot,
  env = process.env,
}: WebgpuRunnerOptions = {}): Runner {
  return {
    kind: 'webgpu',
    discover: async (options) => {
      const found = await discoverStacks(env, options);
      return found.map((each) => withDriver(each, root));
    },
  };
}

function withDriver({ stack, command, confirm }: Discovered, root: string): FoundStack {
  if (command === null) return { stack, driver: null };
  const driver: Driver = { command, program: (request) => buildProgram(root, stack, request) };
  if (confirm === undefined) return { stack, driver };
  const inspect: Driver['inspect'] = async (options) => {
    const now = await confirm(options);
    return withDriver({ ...now, stack: { ...now.stack, id: stack.id } }, root);
  };
  return { stack, driver: { ...driver, inspect } };
}
