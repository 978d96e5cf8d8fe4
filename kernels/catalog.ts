import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installation } from '@stackbench/installation';
import { BenchError, type KernelVariant, type Operation, type Suite } from '@stackbench/model';

const { moduleExtension } = installation;
const operationFile = `operation${moduleExtension}`;
const variantFile = `variant${moduleExtension}`;

/** The folder of the catalog, and of the sources of its kernels. */
export const kernelsRoot = import.meta.dirname;

/** An operation with its variants, in the order of their rungs. */
export interface CatalogOperation {
  operation: Operation;
  variants: readonly KernelVariant[];
}

/** All that `kernels/` holds. */
export interface Catalog {
  /** The folder that sources are named relative to. */
  root: string;
  operations: ReadonlyMap<string, CatalogOperation>;
  suites: ReadonlyMap<string, Suite>;
}

/**
 * Reads the catalog from disk: a folder with `operation.ts` is an operation, each folder below it
 * with `variant.ts` holds one or more variants, and each file in `suites/` is a suite. There is no
 * other list.
 * @throws BenchError naming the file that cannot be loaded, or the name given twice
 */
export async function loadCatalog(root: string = kernelsRoot): Promise<Catalog> {
  const folders = await subfolders(root);
  const operations = await Promise.all(
    folders
      .filter((folder) => existsSync(join(root, folder, operationFile)))
      .map((folder) => loadOperation(join(root, folder))),
  );
  const suiteFolder = join(root, 'suites');
  const suiteFiles = existsSync(suiteFolder) ? (await readdir(suiteFolder)).toSorted() : [];
  const suites = await Promise.all(
    suiteFiles
      .filter((file) => file.endsWith(moduleExtension))
      .map((file) => loadDefault<Suite>(join(suiteFolder, file))),
  );
  return {
    root,
    operations: keyed(operations, (entry) => entry.operation.name),
    suites: keyed(suites, (suite) => suite.name),
  };
}

async function loadOperation(folder: string): Promise<CatalogOperation> {
  const [operation, families] = await Promise.all([
    loadDefault<Operation>(join(folder, operationFile)),
    subfolders(folder).then((names) =>
      Promise.all(
        names
          .map((name) => join(folder, name, variantFile))
          .filter((file) => existsSync(file))
          .map(async (file) =>
            (await loadDefault<readonly KernelVariant[]>(file)).map((variant) => ({
              variant,
              file,
            })),
          ),
      ),
    ),
  ]);
  refuseTwins(families.flat(), operation);
  const variants = families.flat().map(({ variant }) => variant);
  return { operation, variants: variants.toSorted((a, b) => a.rung - b.rung) };
}

/** @throws BenchError naming both files, where two variants have one name */
function refuseTwins(
  variants: readonly { variant: KernelVariant; file: string }[],
  operation: Operation,
): void {
  for (const [name, same] of Map.groupBy(variants, ({ variant }) => variant.name)) {
    if (same.length === 1) continue;
    const files = [...new Set(same.map(({ file }) => file))];
    throw new BenchError(
      `The name '${operation.name}/${name}' is given twice, in ${files.join(' and in ')}`,
      { fix: 'Give one of them another name.' },
    );
  }
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => entry.name)
    .toSorted();
}

async function loadDefault<T>(file: string): Promise<T> {
  let module: { default?: T };
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: T };
  } catch (cause) {
    throw new BenchError(`${file} cannot be loaded: ${String(cause)}`, { cause });
  }
  if (module.default === undefined) throw new BenchError(`${file} has no default export`);
  return module.default;
}

function keyed<T>(items: readonly T[], key: (item: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    if (map.has(key(item))) throw new BenchError(`The name '${key(item)}' is given twice`);
    map.set(key(item), item);
  }
  return map;
}
