import type { Rule } from '../rule.ts';

/** An environment that cannot be started or whose torch cannot be used. */
export const rule: Rule = {
  id: 'environment-broken',
  check: ({ environments }) =>
    environments.flatMap(({ id, problem, prefix }) =>
      problem === null
        ? []
        : [
            {
              severity: 'warning' as const,
              subject: id,
              message: problem.reason,
              evidence: [prefix],
              fix: problem.fix,
            },
          ],
    ),
};
