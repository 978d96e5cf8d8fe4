import type { Belief } from '../belief.ts';
import { listEn, listZh } from '../machine.ts';

export const belief: Belief = {
  claim: { en: 'The Toolkit has nvcc.', zh: 'Toolkit 包括 nvcc。' },
  verdict: 'true',
  why: {
    en: 'It is what makes a set of CUDA libraries a Toolkit. It also comes alone, as a pip or conda package.',
    zh: '正是有了 nvcc，一套 CUDA 库才称得上 Toolkit。nvcc 也可以单独用 pip 或 conda 安装。',
  },
  here: ({ withNvcc }) => {
    const versions = withNvcc.map(({ nvcc, version }) => nvcc?.version ?? version ?? '?');
    const found = [...new Set(versions)];
    return found.length === 0
      ? { en: 'no nvcc was found', zh: '没有找到 nvcc' }
      : { en: `nvcc ${listEn(found)} found`, zh: `找到 nvcc ${listZh(found)}` };
  },
};
