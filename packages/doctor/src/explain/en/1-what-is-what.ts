import { countEn } from '../../machine.ts';
import type { Section } from '../../section.ts';

export const section: Section = {
  title: 'What is what, on this machine',
  paragraphs: ({ layers: { driver }, runtimes, cuda, outside, withNvcc }) => {
    const withCudnn = cuda.filter(({ libraries }) => 'cudnn' in libraries).length;
    const toolkitsWithCudnn = outside.filter(({ libraries }) => 'cudnn' in libraries).length;
    return [
      driver.moduleVersion === null
        ? 'The **driver** is the only part that talks to the GPU. This machine has none: nothing can compute on a GPU here, but everything above the driver can be installed, loaded and looked at.'
        : `The **driver** (${driver.moduleVersion}) is the only part that talks to the GPU. It serves programs of every CUDA up to ${driver.cudaCeiling ?? 'a version that it does not tell'}: that is all that \`nvidia-smi\` means by “CUDA Version”. It says nothing of what is installed.`,
      `The **runtime** (libcudart) and the **libraries** (cuBLAS, cuFFT, …) are what programs call. Each environment brings its own: there ${runtimes.length === 1 ? 'is 1 copy' : `are ${runtimes.length} copies`} of the runtime on this machine, and that is as it should be.`,
      `**cuDNN** is a product of its own, for the layers of neural networks. It is in ${withCudnn} of ${countEn(cuda.length, 'CUDA environment')} and ${toolkitsWithCudnn} of ${countEn(outside.length, 'toolkit')} here. What programs call, \`libcudnn.so\`, is only an entry: it opens further files by name, and those do the work.`,
      `A **Toolkit** is the runtime and the libraries plus a compiler (nvcc), headers and tools. ${withNvcc.length === 0 ? 'There is none here' : `There ${withNvcc.length === 1 ? 'is one' : `are ${withNvcc.length}`} here: ${withNvcc.map(({ version, prefix }) => `${version ?? ''} in \`${prefix}\``).join(', ')}`}. An environment usually has the libraries without the compiler.`,
    ];
  },
};
