import { unsetFix, whereSet } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** An older nvJitLink than cuSPARSE wants. */
export const rule: Rule = {
  id: 'nvjitlink-undefined-symbol',
  check: (layers) =>
    layers.environments.flatMap(({ id, failure, variables }) => {
      if (failure === null || !/undefined symbol.*nvJitLink/i.test(failure.message)) return [];
      const path = variables['LD_LIBRARY_PATH'];
      return [
        {
          severity: 'error' as const,
          subject: id,
          message:
            'An older nvJitLink than its cuSPARSE needs was loaded: torch cannot be imported.',
          evidence: [
            `${failure.step}: ${failure.message}`,
            ...(path === undefined ? [] : [`LD_LIBRARY_PATH=${path}`]),
            ...whereSet(layers, 'LD_LIBRARY_PATH'),
          ],
          fix:
            path === undefined
              ? 'pip install --upgrade nvidia-nvjitlink-cu12'
              : unsetFix(layers, 'LD_LIBRARY_PATH'),
        },
      ];
    }),
};
