import { majorOf, showFile } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** A cuDNN built with another CUDA major than the runtime that the process uses. */
export const rule: Rule = {
  id: 'cudnn-for-other-cuda-major',
  check: ({ environments }) =>
    environments.flatMap((environment) => {
      const { cudnnBuiltFor, libraries, framework, id } = environment;
      const runtime = libraries['cudart']?.version ?? framework?.cuda ?? null;
      const [built, used] = [majorOf(cudnnBuiltFor), majorOf(runtime)];
      if (built === null || used === null || built === used) return [];
      const files = [...(libraries['cudnn']?.parts ?? []), libraries['cudnn']];
      const serving = files.find((file) => file !== undefined);
      return [
        {
          severity: 'error' as const,
          subject: id,
          message: `Its cuDNN was built with CUDA ${cudnnBuiltFor}, and the process uses CUDA ${runtime}.`,
          evidence: [
            `cudnnGetCudartVersion says ${cudnnBuiltFor}`,
            ...(serving === undefined ? [] : [showFile(serving)]),
          ],
          fix: `Install the cuDNN for CUDA ${used} (nvidia-cudnn-cu${used}), and keep the other off LD_LIBRARY_PATH.`,
        },
      ];
    }),
};
