import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: { en: 'The Toolkit has nvprof.', zh: 'Toolkit 包括 nvprof。' },
  verdict: 'outdated',
  why: {
    en: 'nvprof does not support GPUs of compute capability 8.0 and newer, and CUDA 13 no longer has it. Use Nsight Systems (nsys) and Nsight Compute (ncu).',
    zh: 'nvprof 不支持计算能力 8.0 及以上的 GPU，CUDA 13 起已经移除。请改用 Nsight Systems（nsys）和 Nsight Compute（ncu）。',
  },
  here: () => null,
};
