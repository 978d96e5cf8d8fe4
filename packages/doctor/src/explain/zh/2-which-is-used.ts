import { compilersOf, listZh } from '../../machine.ts';
import type { Section } from '../../section.ts';

export const section: Section = {
  title: '到底用哪个：环境自带的，还是系统的？',
  paragraphs: ({ cuda, served, foreign }) => {
    if (cuda.length === 0) return ['这里没有哪个环境装了面向 CUDA 的框架。'];
    const proven = cuda.every(({ proof }) => proof === 'import');
    const compiling = compilersOf(cuda).map(({ compiler, ids }) =>
      compiler === null
        ? `${listZh(ids)} 没有可用的（没有 CUDA_HOME，也找不到 nvcc）`
        : !compiler.hasNvcc
          ? `${listZh(ids)} 没有可用的（${compiler.foundBy} 指向 \`${compiler.prefix}\`，那里没有 nvcc）`
          : `${listZh(ids)} 用 \`${compiler.prefix}\` 的 CUDA ${compiler.version ?? '（版本不明）'}（依据：${compiler.foundBy}）`,
    );
    return [
      foreign.length === 0
        ? `**运行**时，每个环境都用自带的：${cuda.length} 个环境的 ${served} 个库全部如此（${proven ? '已逐一导入证实' : '根据动态链接器的规则推断'}）。`
        : `**运行**时用环境自带的，这里有几处例外：${foreign.map(({ environment, name, version }) => `\`${environment}\` 的 ${name} ${version ?? ''} 来自别处`).join('；')}。`,
      `**编译**扩展时，torch 不看环境里带了哪些库，而是依次按 CUDA_HOME、CUDA_PATH、PATH 上的 nvcc、/usr/local/cuda 找一个 Toolkit。这里的情况：${compiling.join('；')}。`,
      '因此，运行和编译用到的 CUDA 版本可能不同。只要主版本号一致，就没有问题。',
    ];
  },
};
