import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PythonEnvironment, sitePackages } from '@stackbench/stacks';

/**
 * The torch that lies in an environment's folder, for one whose interpreter cannot tell; null where
 * there is none. One that a venv takes from its base is not seen.
 */
export function findTorchFolder({ prefix }: Pick<PythonEnvironment, 'prefix'>): string | null {
  return (
    sitePackages(prefix)
      .map((packages) => join(packages, 'torch'))
      .find((folder) => existsSync(join(folder, '__init__.py'))) ?? null
  );
}
