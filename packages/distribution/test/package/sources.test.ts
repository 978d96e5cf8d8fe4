import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from '@stackbench/installation';
import { expect, test } from 'vitest';
import { createManifest } from '../../src/package/manifest.ts';
import { findPackages, findSources } from '../../src/package/sources.ts';

const { root } = installation;

test('what developers alone use stays in the checkout', () => {
  expect(findPackages(root)).toContain('packages/cli');
  expect(findPackages(root)).not.toContain('packages/peers');
  expect(findPackages(root)).not.toContain('packages/distribution');
});

test('modules that Node loads are apart from what is read as it is', () => {
  const { modules, files } = findSources(root);
  expect(modules).toContain('kernels/gemm/naive/variant.ts');
  expect(files).toContain('kernels/gemm/naive/kernel.cu');
  expect(files).toContain('packages/runner-pytorch/worker/__main__.py');
  expect(modules.filter((file) => /\/test\/|\/client\/|\/page\.ts$/.test(file))).toEqual([]);
  expect(files.filter((file) => /node_modules|__pycache__|\.ts$/.test(file))).toEqual([]);
  expect([...modules, ...files].filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('the package depends on the very versions that are installed, and on no package of the workspace', () => {
  const { dependencies, optionalDependencies } = createManifest(root, []) as Record<
    'dependencies' | 'optionalDependencies',
    Record<string, string>
  >;
  expect(Object.keys(dependencies)).toContain('webgpu');
  expect(Object.keys(dependencies)).not.toContain('rolldown');
  expect(Object.keys(optionalDependencies)).toEqual(['@sparticuz/chromium']);
  for (const [name, version] of Object.entries(dependencies)) {
    expect(name).not.toMatch(/^@stackbench\//);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  }
});
