import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bestVariant, findNamed } from '@stackbench/engine';
import type { Catalog, CatalogOperation } from '@stackbench/kernels';
import { BenchError } from '@stackbench/model';

/** What was written. */
export interface BegunVariant {
  folder: string;
  files: readonly string[];
  /** The variant that it is a copy of. */
  template: string;
  /** The first of the operation's small problems at which kernels go wrong. */
  edgeProblem: string;
}

/**
 * Writes a variant that is the operation's first rung under another name.
 * @throws BenchError for an unknown operation, or a name that is none or is taken, naming where
 */
export async function beginVariant(
  catalog: Catalog,
  operation: string,
  name: string,
): Promise<BegunVariant> {
  const entry = findNamed(catalog.operations, 'operation', operation);
  const folder = join(catalog.root, operation, name);
  refuseName(entry, name, folder);
  const template = entry.variants[0]!.name;
  const source = join(catalog.root, operation, template);
  const files = (await readdir(source)).toSorted();
  await mkdir(folder);
  for (const file of files) {
    const text = await readFile(join(source, file), 'utf8');
    const renamed = file.startsWith('variant.') ? renameVariant(text, template, name) : text;
    await writeFile(
      join(folder, file),
      renamed.replaceAll(`${operation}/${template}/`, `${operation}/${name}/`),
    );
  }
  return { folder, files, template, edgeProblem: entry.operation.edgeProblems[0]! };
}

function refuseName({ variants }: CatalogOperation, name: string, folder: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new BenchError(`'${name}' cannot be the name of a variant`, {
      fix: 'Use small letters, digits and single hyphens, such as my-variant.',
    });
  }
  const taken = [...variants.map((each) => each.name), bestVariant];
  if (!existsSync(folder) && !taken.includes(name)) return;
  throw new BenchError(`There is a variant '${name}' already`, {
    fix: `Choose another name; ${folder} is its folder, or would be.`,
  });
}

/** `kernel` in code, and the name in texts. */
function renameVariant(text: string, template: string, name: string): string {
  return text
    .replaceAll(new RegExp(String.raw`const ${template}\b`, 'g'), 'const kernel')
    .replaceAll(`[${template}]`, '[kernel]')
    .replaceAll(new RegExp(String.raw`'${template}'`, 'g'), `'${name}'`)
    .replaceAll(
      new RegExp(String.raw`summary: '[^']*'`, 'g'),
      `summary: 'begun as a copy of ${template}'`,
    );
}
