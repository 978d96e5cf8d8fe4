import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'cuBLAS, cuFFT and cuSolver belong to the Toolkit.',
    zh: 'cuBLAS、cuFFT、cuSolver 属于 Toolkit。',
  },
  verdict: 'true',
  why: {
    en: 'They are in every full Toolkit. Each is also a package of its own, and that is how torch brings them.',
    zh: '完整的 Toolkit 里都有它们。它们也各自有单独的包，torch 带的就是这些包。',
  },
  here: ({ outside }) => {
    const toolkit = outside.find(({ libraries }) => libraries['cublas'] !== undefined);
    if (toolkit === undefined) return null;
    const version = toolkit.libraries['cublas']?.version ?? '';
    return {
      en: `cuBLAS ${version} in ${toolkit.prefix}`,
      zh: `${toolkit.prefix} 中有 cuBLAS ${version}`,
    };
  },
};
