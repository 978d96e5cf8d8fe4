import { dynamicLibraries, isForeign } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** A later install has replaced a library that torch was released and tested with. */
export const rule: Rule = {
  id: 'other-library-than-released-with',
  check: ({ environments }) =>
    environments.flatMap((environment) =>
      dynamicLibraries(environment).flatMap((library) => {
        const { name, package: owned } = library;
        const pinned = owned === null ? undefined : environment.pins[owned.name];
        if (owned === null || pinned === undefined || pinned === owned.version) return [];
        if (isForeign(library)) return [];
        return [
          {
            severity: 'warning' as const,
            subject: environment.id,
            message: `${name} comes from ${owned.name} ${owned.version}; torch was released with ${pinned}.`,
            evidence: [library.file, `torch's metadata: ${owned.name}==${pinned}`],
            fix: `pip install '${owned.name}==${pinned}'`,
          },
        ];
      }),
    ),
};
