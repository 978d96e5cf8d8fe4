import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'CUDA extends C, C++ and Fortran.',
    zh: 'CUDA 为 C、C++ 和 Fortran 提供扩展。',
  },
  verdict: 'depends',
  why: {
    en: 'The Toolkit’s nvcc compiles C and C++. Fortran takes nvfortran, which comes with the HPC SDK alone.',
    zh: 'Toolkit 里的 nvcc 只编译 C 和 C++。Fortran 要用 nvfortran，它只随 HPC SDK 提供。',
  },
  here: ({ layers: { toolkits } }) => {
    const hasSdk = toolkits.some(({ foundBy }) => foundBy.includes('HPC SDK'));
    return hasSdk
      ? { en: 'the HPC SDK is installed', zh: '装有 HPC SDK' }
      : { en: 'there is no HPC SDK', zh: '没有 HPC SDK' };
  },
};
