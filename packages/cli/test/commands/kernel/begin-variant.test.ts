import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalog } from '@stackbench/kernels';
import { afterEach, expect, it } from 'vitest';
import { beginVariant } from '../../../src/commands/kernel/begin-variant.ts';

const catalog = await loadCatalog();
const temporary: string[] = [];
afterEach(async () => {
  for (const folder of temporary.splice(0)) await rm(folder, { recursive: true });
});

/** A copy of all kernels, beside the real ones so that imports resolve. */
async function copyOfKernels(): Promise<string> {
  const root = await mkdtemp(join(catalog.root, 'test/.catalog-'));
  temporary.push(root);
  const names = (await readdir(catalog.root)).filter((name) => !/^(test|node_modules)$/.test(name));
  for (const name of names)
    await cp(join(catalog.root, name), join(root, name), { recursive: true });
  return root;
}

it('begins a variant of each operation that is found, and plans what its template does', async () => {
  const root = await copyOfKernels();
  const copy = await loadCatalog(root);
  for (const [operation, { variants }] of copy.operations) {
    const { folder, files, template } = await beginVariant(copy, operation, 'my-variant');
    expect(template).toBe(variants[0]!.name);
    expect(files).toEqual(['kernel.cu', 'kernel.wgsl', 'variant.ts']);
    expect(await readFile(join(folder, 'kernel.wgsl'), 'utf8')).not.toContain(`/${template}/`);
  }
  const { operations } = await loadCatalog(root);
  for (const [name, { operation, variants }] of operations) {
    const mine = variants.find((variant) => variant.name === 'my-variant')!;
    const problem = operation.parseProblem(operation.edgeProblems[0]!);
    const planOf = (variant: typeof mine) => JSON.stringify(variant.plan(problem, 'f32'));
    const template = variants.find((variant) => variant !== mine && variant.rung === mine.rung)!;
    expect(planOf(mine)).toContain(`${name}/my-variant/kernel`);
    expect(planOf(mine).replaceAll('my-variant', template.name)).toBe(planOf(template));
  }
});

it.each([
  ['gemn', 'my-variant', "Did you mean 'gemm'"],
  ['gemm', 'My Variant', 'cannot be the name of a variant'],
  ['gemm', 'naive', "There is a variant 'naive' already"],
  ['gemm', 'register-tile-64x64', "There is a variant 'register-tile-64x64' already"],
  ['gemm', 'best', "There is a variant 'best' already"],
])('refuses %s/%s', async (operation, name, message) => {
  await expect(beginVariant(catalog, operation, name)).rejects.toThrow(message);
});
