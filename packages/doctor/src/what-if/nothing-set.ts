import type { ExperimentKind } from '../experiment-kind.ts';

const variables = ['LD_LIBRARY_PATH', 'LD_PRELOAD', 'CUDA_HOME', 'CUDA_PATH'];

/** What an environment does when nothing steers it. */
export const kind: ExperimentKind = {
  id: 'nothing-set',
  trials: (environment) => {
    const set = variables.filter((name) => environment.variables[name] !== undefined);
    return [
      {
        question: 'no variable steered the loader',
        circumstances: { changes: Object.fromEntries(variables.map((name) => [name, undefined])) },
        skipped: set.length === 0 ? 'none is set: it is what was proven' : null,
      },
    ];
  },
};
