import { unsetFix, whereSet } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** An environment's Python that imports another one's framework, and with it that one's libraries. */
export const rule: Rule = {
  id: 'framework-from-elsewhere',
  check: (layers) =>
    layers.environments.flatMap(({ id, framework }) => {
      const by = framework?.broughtBy ?? null;
      if (framework === null || by === null) return [];
      const isVariable = by.startsWith('PYTHONPATH');
      return [
        {
          severity: 'warning' as const,
          subject: id,
          message: `It imports a ${framework.name} (${framework.version ?? '?'}) that is not its own, with the libraries that come with that.`,
          evidence: [`brought by ${by}`, ...(isVariable ? whereSet(layers, 'PYTHONPATH') : [])],
          fix: isVariable
            ? unsetFix(layers, 'PYTHONPATH')
            : 'export PYTHONNOUSERSITE=1    # or: pip uninstall it from the user’s own packages',
        },
      ];
    }),
};
