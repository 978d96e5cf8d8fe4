import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'PyTorch is installed with `conda install pytorch torchvision torchaudio cudatoolkit=11.3 -c pytorch`.',
    zh: '安装 PyTorch 用 `conda install pytorch torchvision torchaudio cudatoolkit=11.3 -c pytorch`。',
  },
  verdict: 'outdated',
  why: {
    en: 'cudatoolkit ended with 11.8, and the pytorch channel ended with torch 2.5. Today: pip or uv, or conda-forge’s pytorch with cuda-version=12.x.',
    zh: 'cudatoolkit 到 11.8 为止，pytorch 频道到 torch 2.5 为止。现在用 pip 或 uv；用 conda 的话，装 conda-forge 的 pytorch 并指定 cuda-version=12.x。',
  },
  here: ({ cuda }) => {
    const by = Map.groupBy(cuda, ({ framework }) => framework?.installedBy ?? '?');
    if (by.size === 0) return null;
    const told = [...by].map(([name, group]) => `${group.length} by ${name}`);
    const toldZh = [...by].map(([name, group]) => `${name} ${group.length} 个`);
    return {
      en: `torch was installed ${told.join(', ')}`,
      zh: `这里的 torch 安装方式：${toldZh.join('，')}`,
    };
  },
};
