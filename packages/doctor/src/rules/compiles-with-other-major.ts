import { majorOf } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** "The detected CUDA version mismatches the version that was used to compile PyTorch". */
export const rule: Rule = {
  id: 'compiles-with-other-major',
  check: ({ environments }) =>
    environments.flatMap(({ id, compilesWith, framework }) => {
      const [theirs, ours] = [majorOf(compilesWith?.version), majorOf(framework?.cuda)];
      if (framework?.name !== 'torch' || compilesWith?.hasNvcc !== true) return [];
      if (theirs === null || ours === null) return [];
      if (theirs === ours) return [];
      return [
        {
          severity: 'warning' as const,
          subject: id,
          message: `Extensions would be compiled with CUDA ${compilesWith.version}, and this torch is for CUDA ${framework?.cuda}: torch refuses another major version.`,
          evidence: [`${compilesWith.foundBy}: ${compilesWith.prefix}`],
          fix: `export CUDA_HOME=/usr/local/cuda-${framework?.cuda}    # a toolkit of CUDA ${ours}; or install nvcc in the environment`,
        },
      ];
    }),
};
