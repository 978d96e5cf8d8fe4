import { majorOf } from '../facts.ts';
import type { Rule } from '../rule.ts';
import { withNvccOf } from '../toolkit-files.ts';

/** "The detected CUDA version mismatches the version that was used to compile PyTorch". */
export const rule: Rule = {
  id: 'compiles-with-other-major',
  check: (layers) =>
    layers.environments.flatMap(({ id, compilesWith, framework }) => {
      const [theirs, ours] = [majorOf(compilesWith?.version), majorOf(framework?.cuda)];
      if (framework?.name !== 'torch' || compilesWith?.hasNvcc !== true) return [];
      if (theirs === null || ours === null || theirs === ours) return [];
      const home = withNvccOf(layers, ours);
      return [
        {
          severity: 'warning' as const,
          subject: id,
          message: `Extensions would be compiled with CUDA ${compilesWith.version}, and this torch is for CUDA ${framework?.cuda}: torch refuses another major version.`,
          evidence: [`${compilesWith.foundBy}: ${compilesWith.prefix}`],
          fix:
            home === null
              ? `Install a toolkit of CUDA ${ours}, or nvcc in the environment, and name it in CUDA_HOME.`
              : `export CUDA_HOME=${home}    # a toolkit of CUDA ${ours}`,
        },
      ];
    }),
};
