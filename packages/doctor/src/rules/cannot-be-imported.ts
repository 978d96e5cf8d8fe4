import type { TracingFailure } from '@stackbench/model';
import { foreignParts } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** Failures that rules of their own explain better. */
const explained =
  /nvJitLink|undefined symbol: cuda\w+.*libcudart|cannot open shared object|not found/i;

/** An import that fails, or a process that dies, for a reason that no other rule knows. */
export const rule: Rule = {
  id: 'cannot-be-imported',
  check: ({ environments }) =>
    environments.flatMap((environment) => {
      const { id, failure, framework } = environment;
      if (failure === null || explained.test(failure.message)) return [];
      if (failure.isCrash && foreignParts(environment).length > 0) return [];
      return [
        {
          severity: 'error' as const,
          subject: id,
          message: describe(failure, framework?.name ?? 'It'),
          evidence: [`${failure.step}: ${failure.message}`],
          fix: `Import ${framework?.name ?? 'it'} by hand in this environment; install it anew, or remove the environment.`,
        },
      ];
    }),
};

function describe({ isCrash, step }: TracingFailure, name: string): string {
  return isCrash ? `${name}: the process died at '${step}'.` : `${name} cannot be imported.`;
}
