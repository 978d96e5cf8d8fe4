import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kernelsRoot } from '@stackbench/programs';
import { temporaryFolder } from '../../../workers/test/support/fake-tree.ts';

/** What a source says at one place, and what it is to say there. */
export type Fault = readonly [from: string, to: string];

/** A copy of the kernel sources in which `file` has a fault. */
export async function plant(file: string, from: string, to: string): Promise<string> {
  return plantText(file, planted(await readFile(join(kernelsRoot, file), 'utf8'), [from, to]));
}

/** A copy of the kernel sources in which `file` is `text`. */
export async function plantText(file: string, text: string): Promise<string> {
  const root = await mkdtemp(join(await temporaryFolder(), 'kernels-'));
  await cp(kernelsRoot, root, {
    recursive: true,
    filter: (path) => !path.includes('node_modules') && !path.includes('/test'),
  });
  await writeFile(join(root, file), text);
  return root;
}

/** `source` with a fault in it; a fault that has no place there is one of the test. */
export function planted(source: string, [from, to]: Fault): string {
  if (!source.includes(from)) throw new Error(`the source does not say: ${from}`);
  return source.replace(from, to);
}
