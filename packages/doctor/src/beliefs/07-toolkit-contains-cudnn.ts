import type { Belief } from '../belief.ts';
import { listEn, listZh } from '../machine.ts';

export const belief: Belief = {
  claim: {
    en: 'The CUDA Toolkit contains CUDA and cuDNN.',
    zh: 'CUDA Toolkit 包含 CUDA 和 cuDNN。',
  },
  verdict: 'false',
  why: {
    en: 'cuDNN is a product of its own, with its own version, package and download. Somebody has put it beside the Toolkit where both lie together.',
    zh: 'cuDNN 是独立的产品，有自己的版本、安装包和下载页。如果它和 Toolkit 放在一起，那是有人后来放进去的。',
  },
  here: ({ outside }) => {
    const without = outside.filter(({ libraries }) => libraries['cudnn'] === undefined);
    const [first] = without;
    if (first === undefined) return null;
    const names = without.map(({ version, prefix }) => version ?? prefix);
    return {
      en: `${names.length === 1 ? 'Toolkit' : 'Toolkits'} ${listEn(names)} here ${names.length === 1 ? 'has' : 'have'} none`,
      zh: `这里的 Toolkit ${listZh(names)} 就不带 cuDNN`,
    };
  },
};
