import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { entries } from '@stackbench/stacks';

/** Packages that tell an environment from another, under the names that wheels and conda's packages have. */
const telling =
  /^(python|torch|pytorch|cuda-version|cuda-nvcc|nvidia-cuda-nvcc|nvidia-cuda-runtime(?:-cu\d+)?|nvidia-cublas(?:-cu\d+)?|nvidia-cudnn-cu\d+|cudnn)$/;

/** The versions of what matters in an environment, from the records of those who installed it. */
export async function readMainVersions(prefix: string): Promise<Record<string, string>> {
  const sites = [
    prefix,
    ...entries(join(prefix, 'lib'), /^python3/).map((library) => join(library, 'site-packages')),
    join(prefix, 'Lib', 'site-packages'),
  ];
  const wheels = (await Promise.all(sites.map(namesIn))).flatMap((names) =>
    names.flatMap((name) => {
      const [, wheel = '', version = ''] = /^(.+)-([^-]+)\.dist-info$/.exec(name) ?? [];
      return [[wheel.toLowerCase().replaceAll('_', '-'), version] as const];
    }),
  );
  const conda = (await namesIn(join(prefix, 'conda-meta'))).flatMap((name) => {
    const [, each = '', version = ''] = /^(.+)-([^-]+)-[^-]+\.json$/.exec(name) ?? [];
    return [[each, version] as const];
  });
  return Object.fromEntries([...wheels, ...conda].filter(([name]) => telling.test(name)));
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = await readdir(folder).catch(() => []);
  return names.toSorted();
}
