import type { Belief } from '../belief.ts';
import { listEn, listZh } from '../machine.ts';

export const belief: Belief = {
  claim: {
    en: 'The toolkit inside an environment is a cut-down one, without nvcc.',
    zh: '环境里的 Toolkit 是“阉割版”，没有 nvcc。',
  },
  verdict: 'depends',
  why: {
    en: 'True for what torch brings (and conda’s cudatoolkit and pytorch-cuda). Add cuda-nvcc (conda-forge) or nvidia-cuda-nvcc 13 (pip), and there is an nvcc.',
    zh: 'torch 自带的（以及 conda 的 cudatoolkit、pytorch-cuda）确实没有。但装上 cuda-nvcc（conda-forge）或 nvidia-cuda-nvcc 13（pip）就有了。',
  },
  here: ({ cuda }) => {
    if (cuda.length === 0) return null;
    const withCompiler = cuda.filter(({ nvcc }) => nvcc !== null).map(({ id }) => id);
    const withHeaders = cuda.filter(({ hasHeaders }) => hasHeaders).length;
    return withCompiler.length === 0
      ? {
          en: `none of ${cuda.length} has nvcc, ${withHeaders} have headers`,
          zh: `${cuda.length} 个环境都没有 nvcc，其中 ${withHeaders} 个有头文件`,
        }
      : {
          en: `${listEn(withCompiler)} has nvcc`,
          zh: `${listZh(withCompiler)} 带有 nvcc`,
        };
  },
};
