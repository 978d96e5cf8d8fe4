import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oldestNode } from './compile-modules.ts';
import { findPackages } from './sources.ts';

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * The `package.json` of the npm package. It depends on what the packages in it depend on, each in the very version
 * that the checkout was tested with.
 * @param files what it consists of
 */
export function createManifest(root: string, files: readonly string[]): object {
  const { name, version, description, license } = readManifest(root);
  const folders = findPackages(root).map((folder) => join(root, folder));
  return {
    name,
    version,
    description,
    license,
    keywords: ['benchmark', 'cuda', 'cudnn', 'gemm', 'gpu', 'pytorch', 'webgpu'],
    type: 'module',
    bin: { stackbench: 'packages/cli/bin/stackbench.mjs' },
    files: files.toSorted(),
    engines: { node: `>=${oldestNode}` },
    dependencies: versionsOf(folders, 'dependencies'),
    optionalDependencies: versionsOf(folders, 'optionalDependencies'),
  };
}

function versionsOf(folders: readonly string[], kind: 'dependencies' | 'optionalDependencies') {
  const versions = folders.flatMap((folder) =>
    Object.keys(readManifest(folder)[kind] ?? {})
      .filter((name) => !name.startsWith('@stackbench/'))
      .map((name) => [name, readManifest(join(folder, 'node_modules', name)).version] as const),
  );
  return Object.fromEntries(versions.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
