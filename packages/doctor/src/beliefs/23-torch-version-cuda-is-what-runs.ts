import type { Belief } from '../belief.ts';
import { libraryOf } from '../machine.ts';

export const belief: Belief = {
  claim: {
    en: 'torch.version.cuda tells which CUDA is running.',
    zh: 'torch.version.cuda 就是正在使用的 CUDA 版本。',
  },
  verdict: 'false',
  why: {
    en: 'It is what torch was built with. Each library that runs has a version of its own.',
    zh: '它只是编译 torch 时用的版本。实际运行的每个库都各有自己的版本。',
  },
  here: (machine) => {
    const found = libraryOf(machine, 'nvJitLink') ?? libraryOf(machine, 'cublas');
    if (found === null) return null;
    const { environment, library } = found;
    const cuda = environment.framework?.cuda ?? '';
    return {
      en: `${environment.id} says ${cuda}, and runs ${library.name} ${library.version ?? ''}`,
      zh: `${environment.id} 显示 ${cuda}，实际运行的 ${library.name} 是 ${library.version ?? ''}`,
    };
  },
};
