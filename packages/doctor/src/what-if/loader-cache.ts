import type { ExperimentKind } from '../experiment-kind.ts';
import { foldersOf, outsideToolkits, sharedNames } from '../toolkit-files.ts';

/** A toolkit that ldconfig knows, as a distribution's package registers it. */
export const kind: ExperimentKind = {
  id: 'loader-cache',
  trials: (environment, toolkits) =>
    outsideToolkits(toolkits).map((toolkit) => ({
      question: `only ld.so.cache listed ${toolkit.prefix}`,
      circumstances: {
        changes: { LD_LIBRARY_PATH: undefined },
        cacheFolders: foldersOf(toolkit),
      },
      skipped:
        sharedNames(environment, toolkit).length === 0
          ? 'it has no library of a name that this environment opens'
          : null,
    })),
};
