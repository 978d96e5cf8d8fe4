import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'The “CUDA Version” that nvidia-smi shows is what is installed.',
    zh: 'nvidia-smi 显示的“CUDA Version”就是已经安装的 CUDA。',
  },
  verdict: 'false',
  why: {
    en: 'It is a ceiling: the newest CUDA whose programs this driver serves. Nothing of it needs to be installed.',
    zh: '它只是上限：这个驱动最高能支持哪个版本的 CUDA 程序。那个版本很可能根本没装。',
  },
  here: ({ layers: { driver, toolkits } }) => {
    if (driver.cudaCeiling === null) return null;
    const versions = toolkits.flatMap(({ version }) => version ?? []);
    const shown = [...new Set(versions)];
    return shown.length === 0
      ? {
          en: `it says ${driver.cudaCeiling}; none is installed`,
          zh: `它显示 ${driver.cudaCeiling}，实际一个都没装`,
        }
      : {
          en: `it says ${driver.cudaCeiling}; installed are ${shown.join(', ')}`,
          zh: `它显示 ${driver.cudaCeiling}，实际装有 ${shown.join('、')}`,
        };
  },
};
