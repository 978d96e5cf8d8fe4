import type { BuildOptions, CompilerBuild } from '@stackbench/programs';
import type { Runner } from '@stackbench/workers';

/** A runner that is imported when it is needed. */
export interface RunnerEntry {
  kind: Runner['kind'];
  load(): Promise<Runner>;
  /** Its stacks are environments or toolkits, which setups make. */
  fromSetups?: true;
  /** Its stacks are Python environments, each of which doctor proves by itself. */
  isSurveyed?: true;
  /** What compiles kernels with each of its compilers and runs none. */
  loadBuild?: () => Promise<(options: BuildOptions) => Promise<CompilerBuild[]>>;
}

/** Every kind of stack: a new one is a line here. */
export const runnerEntries: readonly RunnerEntry[] = [
  {
    kind: 'cuda',
    load: async () => (await import('@stackbench/runner-cuda')).cudaRunner,
    fromSetups: true,
    loadBuild: async () => (await import('@stackbench/runner-cuda')).buildOnly,
  },
  {
    kind: 'pytorch',
    load: async () => (await import('@stackbench/runner-pytorch')).pytorchRunner,
    fromSetups: true,
    isSurveyed: true,
    loadBuild: async () => (await import('@stackbench/runner-pytorch')).buildInEnvironments,
  },
  {
    kind: 'webgpu',
    load: async () => (await import('@stackbench/runner-webgpu')).webgpuRunner,
  },
];
