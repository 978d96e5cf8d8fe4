import type { Rule } from '../rule.ts';

/** Two installers own the same files: the next update of either breaks the other's. */
export const rule: Rule = {
  id: 'mixed-installers',
  check: ({ environments }) =>
    environments.flatMap(({ id, framework }) => {
      const others = framework?.alsoInstalledBy ?? [];
      if (others.length === 0) return [];
      return [
        {
          severity: 'warning' as const,
          subject: id,
          message: `${framework?.name ?? 'torch'} was installed by ${framework?.installedBy ?? 'one'} and by ${others.join(', ')} into the same place.`,
          evidence: [
            `its files are in the records of ${[framework?.installedBy, ...others].join(' and ')}`,
          ],
          fix: 'Make the environment anew from a setup that names it once: `pnpm bench env create`.',
        },
      ];
    }),
};
