import { majorOf } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** "unsupported GNU version": nvcc's headers refuse a gcc that is newer than they know. */
export const rule: Rule = {
  id: 'gcc-newer-than-nvcc',
  check: ({ toolkits }) =>
    toolkits.flatMap(({ nvcc, prefix, version }) => {
      const [, found] = /gcc (\d+)/.exec(nvcc?.hostCompiler ?? '') ?? [];
      const gcc = majorOf(found);
      const newest = nvcc?.newestGcc ?? null;
      if (gcc === null || newest === null || gcc <= newest) return [];
      return [
        {
          severity: 'warning' as const,
          subject: prefix,
          message: `nvcc of CUDA ${version ?? ''} accepts gcc up to ${newest}; here it is ${gcc}.`,
          evidence: [nvcc?.hostCompiler ?? '', `${prefix}/include/crt/host_config.h`],
          fix: `apt install g++-${newest} && export NVCC_CCBIN=g++-${newest}    # or a newer toolkit`,
        },
      ];
    }),
};
