import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'The driver is the base: without it a GPU cannot be used.',
    zh: '驱动是基础，没有驱动就用不了 GPU。',
  },
  verdict: 'true',
  why: {
    en: 'Only the driver talks to the GPU. Everything above still loads and compiles without it.',
    zh: '只有驱动能和 GPU 打交道。不过没有驱动时，上层的库照样能加载，代码照样能编译。',
  },
  here: ({ layers: { driver }, cuda }) => {
    const version = driver.moduleVersion;
    if (version !== null) {
      return { en: `the driver is ${version}`, zh: `驱动版本为 ${version}` };
    }
    return cuda.length === 0
      ? { en: 'there is no NVIDIA driver', zh: '没有 NVIDIA 驱动' }
      : {
          en: `there is no NVIDIA driver; even so, torch of ${cuda.length} CUDA environments could be looked into`,
          zh: `没有 NVIDIA 驱动，但 ${cuda.length} 个 CUDA 环境里的 torch 照样能检查`,
        };
  },
};
