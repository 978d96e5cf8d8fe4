import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'With cudatoolkit=11.3 given, the environment gets its own and prefers it.',
    zh: '指定了 cudatoolkit=11.3，就会给环境单独下载，并优先使用环境里的。',
  },
  verdict: 'true',
  why: {
    en: 'It does, with or without the pin. But old builds can lose single libraries (cuBLASLt, cuDNN’s parts) to LD_LIBRARY_PATH.',
    zh: '确实如此，而且不指定也一样。只是较老的版本在设了 LD_LIBRARY_PATH 时，可能有个别库（cuBLASLt、cuDNN 的子库）被别处的顶替。',
  },
  here: ({ cuda }) => {
    const conda = cuda.find(({ framework }) => framework?.installedBy === 'conda');
    if (conda === undefined) return null;
    const { cublasLt, cudart } = conda.libraries;
    return {
      en: `${conda.id}: runtime from the ${cudart?.owner ?? 'framework'}, cuBLASLt from the ${cublasLt?.owner ?? 'framework'}`,
      zh: `${conda.id}：运行时${cudart?.owner === 'environment' ? '来自环境' : '不是环境自带的'}，cuBLASLt ${cublasLt?.owner === 'environment' ? '来自环境' : '不是环境自带的'}`,
    };
  },
};
