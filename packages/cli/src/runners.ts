import type { Runner } from '@stackbench/workers';

/** A runner that is imported when it is needed. */
export interface RunnerEntry {
  kind: Runner['kind'];
  load(): Promise<Runner>;
}

/** Every kind of stack: a new one is a line here. */
export const runnerEntries: readonly RunnerEntry[] = [
  {
    kind: 'cuda',
    load: async () => (await import('@stackbench/runner-cuda')).cudaRunner,
  },
  {
    kind: 'pytorch',
    load: async () => (await import('@stackbench/runner-pytorch')).pytorchRunner,
  },
  {
    kind: 'webgpu',
    load: async () => (await import('@stackbench/runner-webgpu')).webgpuRunner,
  },
];
