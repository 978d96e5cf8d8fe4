import { dynamicLibraries, isForeign, showFile, showReason } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** An environment with libraries of its own that is served by others all the same. */
export const rule: Rule = {
  id: 'libraries-from-elsewhere',
  check: ({ environments }) =>
    environments.flatMap((environment) => {
      const libraries = dynamicLibraries(environment);
      const foreign = libraries.filter(isForeign);
      const hasOwn = libraries.some(({ owner }) => owner === 'environment');
      // What variables do has rules of its own.
      const others = foreign.filter(
        ({ reason }) => reason?.kind !== 'ld-library-path' && reason?.kind !== 'preload',
      );
      if (others.length === 0 || !hasOwn) return [];
      return [
        {
          severity: 'warning' as const,
          subject: environment.id,
          message: `${others.map(({ name }) => name).join(', ')} ${others.length === 1 ? 'is' : 'are'} not the environment's own.`,
          evidence: others.map((library) => `${showFile(library)}; ${showReason(library.reason)}`),
          fix: 'Install these libraries in the environment, or make it anew: `pnpm bench env` makes one from a setup.',
        },
      ];
    }),
};
