import type { Belief } from '../belief.ts';

export const belief: Belief = {
  claim: {
    en: 'PyTorch’s CUDA version must equal that of the system’s Toolkit.',
    zh: 'PyTorch 的 CUDA 版本必须与系统的 Toolkit 一致。',
  },
  verdict: 'half',
  why: {
    en: 'To run: no. To compile extensions: the same major version, which torch insists on; another minor version only warns.',
    zh: '运行程序不要求一致。编译扩展时，主版本号必须相同，否则 torch 会拒绝；次版本号不同只会警告。',
  },
  here: ({ cuda, outside }) => {
    const versions = outside.flatMap(({ version }) => version ?? []);
    const first = cuda.find(
      ({ framework, proof, failure }) =>
        proof === 'import' && failure === null && !versions.includes(framework?.cuda ?? ''),
    );
    if (first === undefined || versions.length === 0) return null;
    return {
      en: `torch of ${first.id} is for CUDA ${first.framework?.cuda} and was imported beside Toolkit ${versions.join(', ')}`,
      zh: `${first.id} 的 torch 面向 CUDA ${first.framework?.cuda}，在装有 Toolkit ${versions.join('、')} 的机器上照样能导入`,
    };
  },
};
