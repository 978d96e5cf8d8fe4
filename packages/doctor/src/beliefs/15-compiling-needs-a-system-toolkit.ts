import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'To compile CUDA code, a full Toolkit must be installed system-wide.',
    zh: '要编译 CUDA 代码，必须在系统级别安装完整的 Toolkit。',
  },
  verdict: 'false',
  why: {
    en: 'An nvcc in a folder of your own does it, without root: from pip’s packages, from conda-forge, or unpacked by NVIDIA’s installer.',
    zh: '放在自己目录里的 nvcc 就够了，不需要 root：pip 包、conda-forge，或用 NVIDIA 安装程序解压出来的都行。',
  },
  here: ({ withNvcc }) => {
    const toolkit = withNvcc.find(({ kind }) => kind !== 'system');
    if (toolkit === undefined) return null;
    return {
      en: `${toolkit.nvcc?.file ?? ''} is nobody’s system Toolkit`,
      zh: `${toolkit.nvcc?.file ?? ''} 就不是系统级的 Toolkit`,
    };
  },
};
