import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'While installing, Anaconda looks for the system’s CUDA and then does not install its own.',
    zh: '安装时 Anaconda 会检测系统里的 CUDA，找到就不再装自己的。',
  },
  verdict: 'false',
  why: {
    en: 'conda’s solver knows `__cuda`, which is what the driver serves, and no folder. pip and uv look at nothing.',
    zh: 'conda 求解依赖时只看 `__cuda`，也就是驱动支持的 CUDA 版本，不会去看任何目录。pip 和 uv 什么都不看。',
  },
  here: ({ cuda, outside }) => {
    const own = cuda.filter(({ libraries }) => libraries['cudart']?.owner === 'environment').length;
    if (outside.length === 0 || own === 0) return null;
    return {
      en: `${outside.length} toolkits are here, and ${own} environments brought a runtime all the same`,
      zh: `这里有 ${outside.length} 个 Toolkit，仍有 ${own} 个环境装了自己的运行时`,
    };
  },
};
