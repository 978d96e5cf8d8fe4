import type { ExperimentKind } from '../experiment-kind.ts';
import { outsideToolkits, sharedNames } from '../toolkit-files.ts';

/** LD_PRELOAD with a toolkit's runtime, which comes before everything else. */
export const kind: ExperimentKind = {
  id: 'preload',
  trials: (environment, toolkits) =>
    outsideToolkits(toolkits).flatMap((toolkit) => {
      const runtime = toolkit.libraries['cudart'];
      if (runtime === undefined) return [];
      return [
        {
          question: `LD_PRELOAD named ${runtime.file}`,
          circumstances: { changes: { LD_PRELOAD: runtime.file } },
          skipped: sharedNames(environment, toolkit).includes('cudart')
            ? null
            : 'this environment opens its runtime by another name',
        },
      ];
    }),
};
