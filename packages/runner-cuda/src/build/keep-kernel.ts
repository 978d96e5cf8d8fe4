import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { KernelJob } from '@stackbench/programs';
import type { CompiledKernel } from './compile-kernel.ts';

/** Leaves a kernel's source, with everything in it, and what was made of it in `folder`, under names for people. */
export async function keepKernel(
  folder: string,
  { variant, pass, dataType, architecture, text }: KernelJob,
  { path, recipe }: CompiledKernel,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Sources of one variant differ in their constants.
  const parts = [variant.replace('/', '-'), pass, dataType, architecture, recipe.slice(0, 8)];
  const name = join(folder, parts.join('.'));
  await writeFile(`${name}.cu`, text);
  await copyFile(path, `${name}${extname(path)}`);
}
