import type { Rule } from '../rule.ts';

const pattern = /(lib[\w+-]+\.so[\w.*[\]-]*)(?::? (?:cannot open shared object|not found))/;

/** A library that the framework needs and the loader finds nowhere. */
export const rule: Rule = {
  id: 'library-not-found',
  check: ({ environments }) =>
    environments.flatMap(({ id, failure, framework, pins }) => {
      const [, library] = pattern.exec(failure?.message ?? '') ?? [];
      if (failure === null || library === undefined) return [];
      const wanted = Object.entries(pins).map(([name, version]) => `'${name}==${version}'`);
      const isConda = framework?.installedBy === 'conda';
      return [
        {
          severity: 'error' as const,
          subject: id,
          message: `${library}, which ${framework?.name ?? 'the framework'} needs, is nowhere that the loader looks.`,
          evidence: [`${failure.step}: ${failure.message}`],
          fix: isConda
            ? 'conda install --force-reinstall pytorch'
            : wanted.length === 0
              ? `pip install --force-reinstall ${framework?.name ?? 'torch'}`
              : `pip install --force-reinstall ${wanted.join(' ')}`,
        },
      ];
    }),
};
