import type { LoaderReason } from '@stackbench/model';
import { countReasons } from '../../machine.ts';
import type { Section } from '../../section.ts';

const names: Readonly<Record<LoaderReason['kind'], string>> = {
  rpath: 'by RPATH',
  runpath: 'by RUNPATH',
  'ld-library-path': 'by LD_LIBRARY_PATH',
  cache: 'by the cache',
  default: 'in the system’s folders',
  path: 'opened by their full path, as torch’s own Python does',
  preload: 'by LD_PRELOAD',
  'loaded-before': 'as they were loaded before',
};

export const section: Section = {
  title: 'How the loader chooses',
  paragraphs: ({ cuda }) => {
    const counted = countReasons(cuda).map(([kind, count]) => `${count} ${names[kind]}`);
    const path = cuda.map(({ variables }) => variables['LD_LIBRARY_PATH']).find(Boolean);
    return [
      'When a program asks for `libcudnn.so.9`, Linux looks in this order and takes the first that it finds: a library of that name that is **loaded already**; the **RPATH** written into the file that asks; **LD_LIBRARY_PATH**; the **RUNPATH** written into that file; the cache **/etc/ld.so.cache**; and the system’s own folders.',
      'A file has either an RPATH or a RUNPATH, and this is the whole difference: LD_LIBRARY_PATH cannot overrule the former, and overrules the latter. torch’s own files have an RPATH. The entry of cuDNN had a RUNPATH in older releases, so its parts could be lost to LD_LIBRARY_PATH even where the entry was not.',
      ...(counted.length === 0 ? [] : [`How the files here were found: ${counted.join(', ')}.`]),
      path === undefined
        ? 'LD_LIBRARY_PATH is not set here. torch needs none.'
        : `LD_LIBRARY_PATH is set here: \`${path}\`. torch needs none.`,
    ];
  },
};
