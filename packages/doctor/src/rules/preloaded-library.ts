import { dynamicLibraries, showFile, unsetFix } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** LD_PRELOAD that puts a CUDA library before an environment's own. */
export const rule: Rule = {
  id: 'preloaded-library',
  check: (layers) =>
    layers.environments.flatMap((environment) => {
      const preloaded = dynamicLibraries(environment).filter(
        ({ reason, owner }) => reason?.kind === 'preload' && owner !== 'environment',
      );
      if (preloaded.length === 0) return [];
      return [
        {
          severity: 'warning' as const,
          subject: environment.id,
          message: `LD_PRELOAD replaces ${preloaded.map(({ name }) => name).join(', ')} of the environment.`,
          evidence: preloaded.map(showFile),
          fix: unsetFix(layers, 'LD_PRELOAD'),
        },
      ];
    }),
};
