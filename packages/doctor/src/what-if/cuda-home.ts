import type { ExperimentKind } from '../experiment-kind.ts';
import { homeOf, outsideToolkits } from '../toolkit-files.ts';

/** CUDA_HOME is for compilers: nothing reads it while a program runs. */
export const kind: ExperimentKind = {
  id: 'cuda-home',
  trials: (_environment, toolkits) =>
    outsideToolkits(toolkits)
      .map(homeOf)
      .map((home) => ({
        question: `CUDA_HOME and CUDA_PATH named ${home}`,
        circumstances: { changes: { CUDA_HOME: home, CUDA_PATH: home } },
        skipped: null,
      })),
};
