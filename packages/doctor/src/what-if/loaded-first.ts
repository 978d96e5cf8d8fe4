import type { ExperimentKind } from '../experiment-kind.ts';
import { outsideToolkits, sharedNames } from '../toolkit-files.ts';

/** Another package that loads a toolkit's library before torch is imported. */
export const kind: ExperimentKind = {
  id: 'loaded-first',
  trials: (environment, toolkits) =>
    outsideToolkits(toolkits).flatMap((toolkit) => {
      const shared = sharedNames(environment, toolkit);
      return (['cudart', 'cublas', 'cudnn'] as const).flatMap((name) => {
        const library = toolkit.libraries[name];
        if (library === undefined) return [];
        return [
          {
            question: `${library.file} were loaded before`,
            circumstances: { first: [library.file] },
            skipped: shared.includes(name)
              ? null
              : 'this environment opens it by another name: both can be loaded side by side',
          },
        ];
      });
    }),
};
