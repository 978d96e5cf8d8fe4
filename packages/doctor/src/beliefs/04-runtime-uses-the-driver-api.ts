import type { Belief } from '../belief.ts';
import { libraryOf } from '../machine.ts';

export const belief: Belief = {
  claim: {
    en: 'Programs call the runtime library, which calls the driver API.',
    zh: '程序一般调用运行时库，由运行时库去调用驱动 API。',
  },
  verdict: 'true',
  why: {
    en: 'libcudart opens libcuda when it is first called. That is why it can be loaded without a driver.',
    zh: 'libcudart 在第一次被调用时才打开 libcuda，所以没有驱动也能加载它。',
  },
  here: (machine) => {
    const found = libraryOf(machine, 'cudart');
    if (found === null) return null;
    const { environment, library } = found;
    const version = library.version ?? '';
    return {
      en: `${environment.id} loads libcudart ${version}`,
      zh: `${environment.id} 加载的是 libcudart ${version}`,
    };
  },
};
