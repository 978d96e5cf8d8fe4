import { dynamicLibraries, foreignParts, isSameVersion } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** A library that tells another version than its package has been replaced, or does not do the work itself. */
export const rule: Rule = {
  id: 'library-says-other-version-than-its-package',
  check: ({ environments }) =>
    environments.flatMap((environment) => {
      if (environment.proof !== 'import') return [];
      const isMixed = foreignParts(environment).length > 0;
      return dynamicLibraries(environment).flatMap((library) => {
        const { name, version, package: owned, file } = library;
        // Only cuDNN's package and library count alike for sure, and its mixing has a rule of its own.
        if (name !== 'cudnn' || isMixed || version === null || owned === null) return [];
        if (isSameVersion(version, owned.version)) return [];
        return [
          {
            severity: 'warning' as const,
            subject: environment.id,
            message: `${name} says that it is ${version}; the package that installed it is ${owned.name} ${owned.version}.`,
            evidence: [file],
            fix: `pip install --force-reinstall --no-deps ${owned.name}==${owned.version}`,
          },
        ];
      });
    }),
};
