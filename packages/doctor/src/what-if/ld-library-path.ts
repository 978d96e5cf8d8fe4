import type { ExperimentKind } from '../experiment-kind.ts';
import { foldersOf, outsideToolkits, sharedNames } from '../toolkit-files.ts';

/** The line that many guides have people put into ~/.bashrc. */
export const kind: ExperimentKind = {
  id: 'ld-library-path',
  trials: (environment, toolkits) =>
    outsideToolkits(toolkits).map((toolkit) => {
      const path = foldersOf(toolkit).join(':');
      const now = environment.variables['LD_LIBRARY_PATH'] ?? '';
      return {
        question: `LD_LIBRARY_PATH held ${path}${now === '' || now === path ? '' : ` instead of ${now}`}`,
        circumstances: { changes: { LD_LIBRARY_PATH: path } },
        skipped:
          now === path
            ? 'it does: this is what was proven'
            : sharedNames(environment, toolkit).length === 0
              ? 'it has no library of a name that this environment opens'
              : null,
      };
    }),
};
