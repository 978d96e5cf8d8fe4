import { compilersOf, countEn, listEn } from '../../machine.ts';
import type { Section } from '../../section.ts';

export const section: Section = {
  title: 'Which one is used: the environment’s or the system’s?',
  paragraphs: ({ cuda, served, foreign }) => {
    if (cuda.length === 0) {
      return ['No environment here has a framework that is built for CUDA.'];
    }
    const proven = cuda.every(({ proof }) => proof === 'import');
    const compiling = compilersOf(cuda).map(({ compiler, ids }) =>
      compiler === null
        ? `nothing for ${listEn(ids)}, as neither CUDA_HOME nor an nvcc is in sight`
        : !compiler.hasNvcc
          ? `nothing for ${listEn(ids)}, as ${compiler.foundBy} leads to \`${compiler.prefix}\`, which has no nvcc`
          : `CUDA ${compiler.version ?? '?'} in \`${compiler.prefix}\` (${compiler.foundBy}) for ${listEn(ids)}`,
    );
    return [
      foreign.length === 0
        ? `To **run**, every environment uses its own: all ${countEn(served, 'library', 'libraries')} of ${countEn(cuda.length, 'environment')}, ${proven ? 'proven by importing each' : 'as the loader predicts'}.`
        : `To **run**, environments use their own, except here: ${foreign.map(({ environment, name, version }) => `\`${environment}\` gets ${name} ${version ?? ''} from elsewhere`).join('; ')}.`,
      `To **compile** an extension, torch does not look at the libraries that the environment has. It takes the first Toolkit of these: CUDA_HOME, CUDA_PATH, the nvcc on PATH, /usr/local/cuda. Here: ${compiling.join('; ')}.`,
      'So running and compiling may use two versions of CUDA. That is harmless while their major versions are the same.',
    ];
  },
};
