import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: { en: 'The Toolkit does not contain the driver.', zh: 'Toolkit 不包含 GPU 驱动。' },
  verdict: 'depends',
  why: {
    en: 'True for wheels and conda packages. NVIDIA’s runfile and the distribution package `cuda` do bring one.',
    zh: '对 pip 和 conda 的包来说没错。但 NVIDIA 的 runfile 和系统包 `cuda` 会附带驱动。',
  },
  here: ({ outside, layers: { driver } }) =>
    outside.length > 0 && driver.moduleVersion === null
      ? {
          en: `${outside.length} toolkits, and no driver`,
          zh: `有 ${outside.length} 个 Toolkit，却没有驱动`,
        }
      : null,
};
