import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'Installing PyTorch with CUDA installs some parts of the Toolkit.',
    zh: '安装带 CUDA 的 PyTorch 时，会自动安装 Toolkit 的一部分组件。',
  },
  verdict: 'true',
  why: {
    en: 'It brings the runtime and the libraries that it calls, and some headers, into the environment alone.',
    zh: '它会把运行时、要调用的库和部分头文件装进环境，而且只装进这个环境。',
  },
  here: ({ cuda }) => {
    const [first] = cuda;
    if (first === undefined) return null;
    const own = Object.values(first.libraries).filter(({ owner }) => owner === 'environment');
    return {
      en: `${first.id} brought ${own.length} libraries of its own`,
      zh: `${first.id} 自带 ${own.length} 个库`,
    };
  },
};
