import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { entries, type PythonEnvironment, sitePackages } from '@stackbench/stacks';

/** A framework besides torch that brings or opens CUDA's libraries. */
export interface OtherFramework {
  /** What is imported. */
  name: string;
  version: string | null;
}

/** A package's folder, whose presence means that it is built for CUDA, and what is imported. */
const frameworks = [
  { folder: /^jax_cuda\d+_plugin$|^jax_plugins$/, name: 'jax', record: 'jax' },
  { folder: /^cupy$/, name: 'cupy', record: String.raw`cupy[\w]*` },
  { folder: /^tensorflow$/, name: 'tensorflow', record: String.raw`tensorflow[\w]*` },
  { folder: /^onnxruntime$/, name: 'onnxruntime', record: String.raw`onnxruntime_gpu` },
];

/** The first of these that lies in an environment, by its files alone; null where there is none. */
export function findOtherFramework({
  prefix,
}: Pick<PythonEnvironment, 'prefix'>): OtherFramework | null {
  for (const site of sitePackages(prefix)) {
    for (const { folder, name, record } of frameworks) {
      if (!entries(site, folder).some((path) => existsSync(path))) continue;
      const told = new RegExp(`^${record}-([^-]+)\\.(dist|egg)-info$`);
      const [found] = entries(site, told);
      if (found === undefined && name === 'onnxruntime') continue;
      const version =
        found === undefined ? null : (told.exec(found.slice(site.length + 1))?.[1] ?? null);
      return { name, version };
    }
    // Libraries alone, of some program that is neither.
    if (existsSync(join(site, 'nvidia/cudnn')) || existsSync(join(site, 'nvidia/cublas'))) {
      return { name: 'nvidia', version: null };
    }
  }
  return null;
}
