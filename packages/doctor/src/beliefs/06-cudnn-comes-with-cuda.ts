import type { Belief } from '../belief.ts';
import { countEn } from '../machine.ts';

export const belief: Belief = {
  claim: {
    en: 'cuDNN is usually installed together with CUDA.',
    zh: 'cuDNN 通常跟 CUDA 一起安装。',
  },
  verdict: 'depends',
  why: {
    en: 'With torch’s packages it is, as a package of its own. With NVIDIA’s Toolkit it is not.',
    zh: '装 torch 时会一起装，但它是一个单独的包。装 NVIDIA 的 Toolkit 时则不会带上它。',
  },
  here: ({ cuda, outside }) => {
    const inEnvironments = cuda.filter(({ libraries }) => libraries['cudnn'] !== undefined).length;
    const inToolkits = outside.filter(({ libraries }) => libraries['cudnn'] !== undefined).length;
    return {
      en: `${inEnvironments} of ${countEn(cuda.length, 'CUDA environment')} and ${inToolkits} of ${countEn(outside.length, 'toolkit')} have it`,
      zh: `${cuda.length} 个 CUDA 环境中有 ${inEnvironments} 个带它，${outside.length} 个 Toolkit 中有 ${inToolkits} 个带它`,
    };
  },
};
