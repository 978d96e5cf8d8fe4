import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'Once installed, the driver is a small piece of code in the operating system.',
    zh: '驱动装好以后，就是操作系统里的一小段代码。',
  },
  verdict: 'half',
  why: {
    en: 'It has two halves, which must be of one version: a kernel module, and the library libcuda that every CUDA program opens. If they differ, CUDA fails with error 803.',
    zh: '驱动由两部分组成：内核模块，以及每个 CUDA 程序都要打开的 libcuda。两者版本必须一致，否则 CUDA 会报错误 803。',
  },
  here: ({ layers: { driver } }) => {
    const { moduleVersion, libcuda } = driver;
    if (moduleVersion === null && libcuda === null) {
      return { en: 'neither half is here', zh: '这里两部分都没有' };
    }
    const file = libcuda?.file ?? null;
    return {
      en: `module ${moduleVersion ?? 'absent'}, libcuda ${file ?? 'absent'}`,
      zh: `内核模块${moduleVersion === null ? '没有' : ` ${moduleVersion}`}，libcuda ${file ?? '没有'}`,
    };
  },
};
