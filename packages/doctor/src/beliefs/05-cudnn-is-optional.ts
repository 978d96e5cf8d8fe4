import type { Belief } from '../belief.ts';
import { libraryOf } from '../machine.ts';

export const belief: Belief = {
  claim: {
    en: 'cuDNN is not required, it only makes things faster.',
    zh: 'cuDNN 不是必需的，只是能提高效率。',
  },
  verdict: 'depends',
  why: {
    en: 'For your own CUDA programs it is optional. A CUDA build of torch links against it: without cuDNN, import torch fails.',
    zh: '自己写的 CUDA 程序可以不用它。但 CUDA 版的 torch 链接了 cuDNN，缺了它连 import torch 都会失败。',
  },
  here: (machine) => {
    const found = libraryOf(machine, 'cudnn');
    if (found === null) return null;
    const { environment, library } = found;
    return {
      en: `torch of ${environment.id} calls cuDNN ${library.version ?? ''} directly`,
      zh: `${environment.id} 里的 torch 直接调用 cuDNN ${library.version ?? ''}`,
    };
  },
};
