import process from 'node:process';
import { driverFloor } from '@stackbench/stacks';
import type { Section } from '../../section.ts';

export const section: Section = {
  title: '哪些版本必须匹配',
  paragraphs: ({ layers: { driver }, cuda }) => {
    const floors = new Map(
      cuda.flatMap(({ framework }) => {
        const floor = driverFloor(framework?.cuda ?? '', process.platform);
        return floor === null ? [] : [[`CUDA ${framework?.cuda}`, floor]];
      }),
    );
    const told = [...floors].map(([version, floor]) => `${version} 需要 ${floor} 以上`);
    return [
      `**驱动与运行时**：驱动要足够新，能支持运行时的主版本${told.length === 0 ? '' : `（${told.join('，')}）`}；比运行时新多少都没关系。${driver.moduleVersion === null ? '' : `这里的驱动是 ${driver.moduleVersion}。`}`,
      `**GPU 与 torch**：torch 里必须有这块 GPU 计算能力${driver.gpu === null ? '' : `（${driver.gpu.name} 为 ${driver.gpu.computeCapability}）`}的代码，\`torch.cuda.get_arch_list()\` 会列出都有哪些。`,
      '**cuDNN 与运行时**：每个 cuDNN 只面向一个 CUDA 主版本，看包名结尾就知道（`-cu12`、`-cu13`）。它的所有文件必须出自同一个版本。',
      '**Toolkit 与 torch**：只有编译扩展时才有关系，而且只看主版本号。',
    ];
  },
};
