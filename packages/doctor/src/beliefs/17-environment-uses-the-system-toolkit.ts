import type { Belief } from '../belief.ts';
import { countEn, listEn, listZh } from '../machine.ts';

export const belief: Belief = {
  claim: {
    en: 'With a Toolkit on the system, PyTorch in an environment uses the system’s.',
    zh: '系统已经装了 Toolkit 时，环境里的 PyTorch 会用系统的。',
  },
  verdict: 'false',
  why: {
    en: 'By default it uses its own. LD_LIBRARY_PATH, LD_PRELOAD or a package that is imported earlier can put others before them, piece by piece; CUDA_HOME never does.',
    zh: '默认用环境自带的。LD_LIBRARY_PATH、LD_PRELOAD，或者先导入的其他包，都可能把其中几个库换成别处的；CUDA_HOME 则从来没有这个作用。',
  },
  here: ({ served, foreign, cuda, experiments }) => {
    if (cuda.length === 0) return null;
    const changed = experiments.filter(({ changes }) =>
      changes.some(({ library }) => library !== 'compiles with'),
    ).length;
    const tried = experiments.filter(({ skipped }) => skipped === null).length;
    const names = foreign.map(({ environment, name }) => `${environment}: ${name}`);
    const en =
      names.length === 0
        ? `all ${served} libraries of ${countEn(cuda.length, 'environment')} are their own`
        : `not their own: ${listEn(names)}`;
    const zh =
      names.length === 0
        ? `${cuda.length} 个环境的 ${served} 个库全部是自带的`
        : `不是自带的有：${listZh(names)}`;
    return experiments.length === 0
      ? { en, zh }
      : {
          en: `${en}; ${changed} of ${countEn(tried, 'experiment')} changed that`,
          zh: `${zh}；${tried} 次实验中有 ${changed} 次改变了这一点`,
        };
  },
};
