import type { Rule } from '../rule.ts';

/** "nvcc fatal: Unsupported gpu architecture": dropped by this toolkit, or newer than it. */
export const rule: Rule = {
  id: 'nvcc-lacks-the-gpu',
  check: ({ toolkits, driver }) =>
    toolkits.flatMap(({ nvcc, prefix, version }) => {
      const { gpu } = driver;
      const known = nvcc?.architectures ?? [];
      if (gpu === null || known.length === 0) return [];
      const wanted = Number(gpu.computeCapability.replace('.', ''));
      const numbers = known.map((name) => Number(/\d+/.exec(name)?.[0]));
      if (numbers.includes(wanted)) return [];
      return [
        {
          severity: 'warning' as const,
          subject: prefix,
          message: `nvcc of CUDA ${version ?? ''} does not compile for ${gpu.name} (sm_${wanted}).`,
          evidence: [`nvcc --list-gpu-code: ${known.join(', ')}`],
          fix:
            wanted > Math.max(...numbers)
              ? 'Use a newer toolkit.'
              : 'Use an older toolkit: newer ones have dropped this GPU.',
        },
      ];
    }),
};
