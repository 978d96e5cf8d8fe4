import type { ToolkitLayer } from '@stackbench/model';
import { entries, resolveLinks } from '../folders.ts';
import { type FindPackage, openPackages, packagesAround } from '../owners/find-package.ts';
import { libraryNames, libraryOf, versionInName } from './library-names.ts';

/** The libraries in some folders, the first of each name, with the version that their name or package tells. */
export function readLibraries(folders: readonly string[]): ToolkitLayer['libraries'] {
  const files = new Map<string, string>();
  for (const file of folders.flatMap((folder) => entries(folder, /\.so\.\d/))) {
    const name = libraryOf(file);
    if (name !== null && !files.has(name)) files.set(name, file);
  }
  const packages = new Map<string, FindPackage>();
  return Object.fromEntries(
    libraryNames.flatMap((name) => {
      const file = files.get(name);
      return file === undefined ? [] : [[name, { file, version: versionOf(file, packages) }]];
    }),
  );
}

function versionOf(file: string, packages: Map<string, FindPackage>): string | null {
  const real = resolveLinks(file);
  const inName = versionInName(real);
  if (inName !== null) return inName;
  const site = packagesAround(file);
  if (site === null) return null;
  const find = packages.get(site) ?? openPackages(site);
  packages.set(site, find);
  return find(file)?.version ?? null;
}
