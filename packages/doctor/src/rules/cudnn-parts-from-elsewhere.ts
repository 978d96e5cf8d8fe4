import { foreignParts, isSameVersion, showFile, showReason, unsetFix, whereSet } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** cuDNN's entry is a shim: what it opens by name does the work, and may be another release's. */
export const rule: Rule = {
  id: 'cudnn-parts-from-elsewhere',
  check: (layers) =>
    layers.environments.flatMap((environment) => {
      const [part] = foreignParts(environment);
      const entry = environment.libraries['cudnn'];
      if (part === undefined || entry === undefined) return [];
      const own = entry.package?.version ?? null;
      const isSame = own !== null && part.version !== null && isSameVersion(own, part.version);
      const { failure } = environment;
      return [
        {
          severity: isSame ? ('warning' as const) : ('error' as const),
          subject: environment.id,
          message: `${environment.framework?.name ?? 'It'} calls the cuDNN of the environment (${own ?? entry.file}), which then opens its parts elsewhere: ${part.version === null ? 'another copy' : `version ${part.version}`} does the work.`,
          evidence: [
            `entry: ${showFile(entry)}`,
            `part: ${showFile(part)}; ${showReason(part.reason)}`,
            ...(part.reason?.kind === 'ld-library-path' ? whereSet(layers, 'LD_LIBRARY_PATH') : []),
            ...(failure?.isCrash === true ? [`${failure.step}: ${failure.message}`] : []),
            ...(environment.objection === null
              ? []
              : [`${environment.framework?.name ?? 'it'} says: ${environment.objection}`]),
          ],
          fix:
            part.reason?.kind === 'ld-library-path'
              ? unsetFix(layers, 'LD_LIBRARY_PATH')
              : `Remove the cuDNN in ${part.file.replace(/\/[^/]*$/, '')}, or give it the version ${own ?? 'of the environment'}.`,
        },
      ];
    }),
};
