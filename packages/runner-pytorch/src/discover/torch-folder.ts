import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { entries, type PythonEnvironment } from '@stackbench/stacks';

/**
 * The torch that lies in an environment's folder, for one whose interpreter cannot tell; null where
 * there is none. One that a venv takes from its base is not seen.
 */
export function findTorchFolder({ prefix }: Pick<PythonEnvironment, 'prefix'>): string | null {
  const libraries = [...entries(join(prefix, 'lib'), /^python3/), join(prefix, 'Lib')];
  return (
    libraries
      .flatMap((library) => ['site-packages', 'dist-packages'].map((name) => join(library, name)))
      .map((packages) => join(packages, 'torch'))
      .find((folder) => existsSync(join(folder, '__init__.py'))) ?? null
  );
}
