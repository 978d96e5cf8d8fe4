import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** For those who work on stackbench: outside a checkout nobody has a use for them. */
const developersOnly = new Set(['distribution', 'peers']);

/** What a browser loads: it is compiled for one, into one file. */
const forBrowsers = /\/client\/|\/runner-webgpu\/src\/worker\/page\.ts$/;

const isModule = (file: string) => file.endsWith('.ts');

/** The workspace's packages whose code leaves the checkout, relative to `root`. */
export function findPackages(root: string): string[] {
  return globSync(['kernels/package.json', 'packages/*/package.json'], { cwd: root })
    .map(dirname)
    .filter((folder) => !developersOnly.has(basename(folder)))
    .toSorted();
}

/** What lies in these packages, relative to `root`: modules for Node, and files that are read as they are. */
export function findSources(root: string): { modules: string[]; files: string[] } {
  const inside = findPackages(root).map((folder) =>
    folder === 'kernels' ? 'kernels/**' : `${folder}/{src,emulation,worker,conda}/**`,
  );
  const all = globSync(inside, {
    cwd: root,
    exclude: ['**/node_modules', '**/test', '**/__pycache__', '**/package.json', '**/*.md'],
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1))
    .toSorted();
  return {
    modules: all.filter((file) => isModule(file) && !forBrowsers.test(file)),
    files: all.filter((file) => !isModule(file)),
  };
}
