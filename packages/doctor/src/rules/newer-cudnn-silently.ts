import { foreignParts, isNewer, isSameVersion, showFile } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** torch objects to a cuDNN older than the one it was built with, and says nothing of a newer one. */
export const rule: Rule = {
  id: 'newer-cudnn-silently',
  check: ({ environments }) =>
    environments.flatMap((environment) => {
      const entry = environment.libraries['cudnn'];
      const [part] = foreignParts(environment);
      const own = entry?.package?.version;
      const isSilent = environment.proof === 'import' && environment.objection === null;
      if (part?.version == null || own === undefined || !isSilent) return [];
      if (isSameVersion(own, part.version) || !isNewer(part.version, own)) return [];
      return [
        {
          severity: 'warning' as const,
          subject: environment.id,
          message: `A newer cuDNN (${part.version}) than its own (${own}) does the work, and torch does not object.`,
          evidence: [showFile(part), 'torch.backends.cudnn.version() raises nothing'],
          fix: 'unset LD_LIBRARY_PATH    # or whatever cudnn-parts-from-elsewhere names',
        },
      ];
    }),
};
