import process from 'node:process';
import { driverFloor } from '@stackbench/stacks';
import type { Section } from '../../section.ts';

export const section: Section = {
  title: 'Which versions must fit each other',
  paragraphs: ({ layers: { driver }, cuda }) => {
    const floors = new Map(
      cuda.flatMap(({ framework }) => {
        const floor = driverFloor(framework?.cuda ?? '', process.platform);
        return floor === null ? [] : [[`CUDA ${framework?.cuda}`, floor]];
      }),
    );
    const told = [...floors].map(([cuda_, floor]) => `${cuda_} needs ${floor} or newer`);
    return [
      `**Driver and runtime**: the driver must be new enough for the runtime’s major version${told.length === 0 ? '' : ` (${told.join(', ')})`}. It may be newer than every runtime.${driver.moduleVersion === null ? '' : ` Here it is ${driver.moduleVersion}.`}`,
      `**GPU and build**: torch must hold code for the GPU’s compute capability${driver.gpu === null ? '' : ` (${driver.gpu.computeCapability} for ${driver.gpu.name})`}; \`torch.cuda.get_arch_list()\` names what it holds.`,
      '**cuDNN and runtime**: a cuDNN is built for one major version of CUDA, which its package’s name ends with (`-cu12`, `-cu13`). All its files must be of one release.',
      '**Toolkit and torch**: only for compiling extensions, and only the major version.',
    ];
  },
};
