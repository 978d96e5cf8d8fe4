import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'The environment gets the shared libraries and headers that are needed.',
    zh: '环境里会装上必要的动态库和头文件。',
  },
  verdict: 'true',
  why: {
    en: 'Libraries always, and enough headers for compilers at run time. Headers of the whole Toolkit are packages of their own.',
    zh: '动态库一定有；自带的头文件只够运行时编译（NVRTC）用，完整的头文件要另外安装。',
  },
  here: ({ cuda }) =>
    cuda.length === 0
      ? null
      : {
          en: `${cuda.filter(({ hasHeaders }) => hasHeaders).length} of ${cuda.length} environments have headers`,
          zh: `${cuda.length} 个环境中有 ${cuda.filter(({ hasHeaders }) => hasHeaders).length} 个带头文件`,
        },
};
