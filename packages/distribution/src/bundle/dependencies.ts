import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BenchError } from '@stackbench/model';

/** An installed package, and the path below the bundle's copy of stackbench at which those that need it find it. */
export interface PlacedPackage {
  folder: string;
  path: string;
}

interface Manifest {
  dependencies?: Record<string, string>;
}

/**
 * Where all that `folders` depend on goes: flat, and below the one package that needs it where two
 * need different versions.
 * @param extra packages besides their dependencies, where they are installed
 */
export function placeDependencies(
  folders: readonly string[],
  extra: readonly string[],
): PlacedPackage[] {
  const placed = new Map<string, string>();
  const place = (name: string, from: string, path: string): void => {
    const folder = findInstalled(name, from);
    const flat = join('node_modules', name);
    const own = placed.get(flat) ?? folder;
    const at = own === folder ? flat : join(path, flat);
    if (placed.get(at) === folder) return;
    placed.set(at, folder);
    for (const other of dependenciesOf(folder)) place(other, folder, at);
  };
  for (const folder of folders) {
    for (const name of dependenciesOf(folder)) place(name, folder, '');
    for (const name of extra) {
      if (existsSync(join(folder, 'node_modules', name))) place(name, folder, '');
    }
  }
  return [...placed].map(([path, folder]) => ({ path, folder }));
}

/** What it depends on, those of the workspace aside. Optional ones are for other runtimes than Node. */
function dependenciesOf(folder: string): string[] {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const { dependencies = {} } = JSON.parse(text) as Manifest;
  return Object.keys(dependencies).filter((name) => !name.startsWith('@stackbench/'));
}

/** As Node looks for it: in `node_modules` of the folder, or of one above. */
function findInstalled(name: string, from: string): string {
  for (let folder = realpathSync(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === dirname(folder)) {
      throw new BenchError(`${name}, which ${from} depends on, is not installed`, {
        fix: 'Run `npx -y pnpm@12 install`.',
      });
    }
  }
}
