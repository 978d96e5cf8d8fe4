import { unsetFix } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** A symbol of CUDA's runtime that is missing: an older libcudart was loaded before. */
export const rule: Rule = {
  id: 'older-runtime-loaded-first',
  check: (layers) =>
    layers.environments.flatMap(({ id, failure, variables }) => {
      if (failure === null || !/undefined symbol: cuda\w+.*libcudart/.test(failure.message)) {
        return [];
      }
      const named = ['LD_PRELOAD', 'LD_LIBRARY_PATH'].filter(
        (name) => variables[name] !== undefined,
      );
      return [
        {
          severity: 'error' as const,
          subject: id,
          message: 'An older CUDA runtime than torch was built with was loaded before it.',
          evidence: [
            `${failure.step}: ${failure.message}`,
            ...named.map((name) => `${name}=${variables[name]}`),
          ],
          fix:
            named[0] === undefined
              ? 'Import torch before the package that brings the older libcudart.'
              : unsetFix(layers, named[0]),
        },
      ];
    }),
};
