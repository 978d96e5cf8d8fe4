import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'The version of PyTorch must match the GPU and the installed CUDA.',
    zh: '必须指定与 GPU 和已装的 CUDA 匹配的 PyTorch 版本。',
  },
  verdict: 'half',
  why: {
    en: 'It must match what the driver serves, and hold code for the GPU’s architecture. It need not match any installed Toolkit.',
    zh: '它要满足驱动的最低要求，并且包含这块 GPU 架构的代码；但不必和装好的 Toolkit 一致。',
  },
  here: ({ layers: { driver }, cuda }) => {
    const [first] = cuda;
    const ceiling = driver.cudaCeiling;
    if (first === undefined) return null;
    const built = first.framework?.architectures.join(' ') ?? '';
    if (built === '') return null;
    const en = `torch of ${first.id} holds code for ${built}`;
    const zh = `${first.id} 的 torch 含有这些架构的代码：${built}`;
    return ceiling === null
      ? { en, zh }
      : {
          en: `${en}; the driver serves CUDA up to ${ceiling}`,
          zh: `${zh}；驱动最高支持 CUDA ${ceiling}`,
        };
  },
};
