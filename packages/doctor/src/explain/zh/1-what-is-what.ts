import type { Section } from '../../section.ts';

export const section: Section = {
  title: '先分清这几样东西',
  paragraphs: ({ layers: { driver }, runtimes, cuda, outside, withNvcc }) => {
    const withCudnn = cuda.filter(({ libraries }) => 'cudnn' in libraries).length;
    const toolkitsWithCudnn = outside.filter(({ libraries }) => 'cudnn' in libraries).length;
    return [
      driver.moduleVersion === null
        ? '**驱动**是唯一与 GPU 打交道的部分。这台机器没有驱动：什么都不能在 GPU 上运行，但驱动以上的各层照样可以安装、加载和检查。'
        : `**驱动**（${driver.moduleVersion}）是唯一与 GPU 打交道的部分，最高支持 CUDA ${driver.cudaCeiling ?? '（未知）'} 的程序。\`nvidia-smi\` 里的“CUDA Version”指的就是这个上限，与装了什么无关。`,
      `**运行时**（libcudart）和各种**库**（cuBLAS、cuFFT 等）才是程序真正调用的东西。每个环境都自带一份，这台机器上共有 ${runtimes.length} 份运行时，这很正常。`,
      `**cuDNN** 是单独的产品，专门加速神经网络的各种运算。这里 ${cuda.length} 个 CUDA 环境中有 ${withCudnn} 个带它，${outside.length} 个 Toolkit 中有 ${toolkitsWithCudnn} 个带它。程序调用的 \`libcudnn.so\` 只是入口，它会再按名字打开另外几个文件（子库），真正干活的是它们。`,
      `**Toolkit** = 运行时和库 + 编译器（nvcc）+ 头文件 + 工具。${withNvcc.length === 0 ? '这里没有' : `这里有 ${withNvcc.length} 个：${withNvcc.map(({ version, prefix }) => `${version ?? ''}（\`${prefix}\`）`).join('、')}`}。环境里通常只有库，没有编译器。`,
    ];
  },
};
