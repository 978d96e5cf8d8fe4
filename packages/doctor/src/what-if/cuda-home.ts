import type { ExperimentKind } from '../experiment-kind.ts';
import { outsideToolkits } from '../toolkit-files.ts';

/** CUDA_HOME is for compilers: nothing reads it while a program runs. */
export const kind: ExperimentKind = {
  id: 'cuda-home',
  trials: (_environment, toolkits) =>
    outsideToolkits(toolkits).map(({ prefix }) => ({
      question: `CUDA_HOME and CUDA_PATH named ${prefix}`,
      circumstances: { changes: { CUDA_HOME: prefix, CUDA_PATH: prefix } },
      skipped: null,
    })),
};
