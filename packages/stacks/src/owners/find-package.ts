import { basename, dirname, join, relative, sep } from 'node:path';
import type { InstalledPackage } from '@stackbench/model';
import { type Environment, runTool, type ToolOptions } from '@stackbench/workers';
import { entries } from '../folders.ts';
import { findExecutable } from '../find-executable.ts';
import { sitePackages } from '../python/site-packages.ts';
import { readText } from '../read-text.ts';

/** Tells which package installed a file; null where no installer knows it. */
export type FindPackage = (file: string) => InstalledPackage | null;

/**
 * The packages of one prefix by the files that they installed, as its installers recorded them: conda's
 * `conda-meta`, pip's RECORD. Where both claim a file it is pip's, which came over conda's. Records are
 * read when they are first asked for.
 * @param prefix an environment, or a folder that packages were installed into (`pip --target`)
 */
export function openPackages(prefix: string): FindPackage {
  let records: { pip: PackageRecord[]; conda: PackageRecord[] } | null = null;
  return (file) => {
    records ??= { pip: likelyFirst(readPip(prefix)), conda: likelyFirst(readConda(prefix)) };
    const found = [...records.pip, ...records.conda].find((record) => record.holds(file));
    return found?.package ?? null;
  };
}

interface PackageRecord {
  package: InstalledPackage;
  holds(file: string): boolean;
}

/** Records are long, and most of what is asked for is CUDA's or torch's. */
function likelyFirst(records: readonly PackageRecord[]): PackageRecord[] {
  const isLikely = ({ package: { name } }: PackageRecord) =>
    /^(lib)?(cu|nv|nccl|(py)?torch)/.test(name);
  const [likely, others] = [records.filter(isLikely), records.filter((each) => !isLikely(each))];
  return [...likely, ...others];
}

/** pip's RECORD: lines of `nvidia/cudnn/lib/libcudnn.so.9,sha256=…,133336`, relative to its folder. */
function readPip(prefix: string): PackageRecord[] {
  return [prefix, ...sitePackages(prefix)].flatMap((site) =>
    entries(site, /\.dist-info$/).flatMap((folder) => {
      const [, name, version] = /^(.+)-([^-]+)\.dist-info$/.exec(basename(folder)) ?? [];
      if (name === undefined || version === undefined) return [];
      let record: string | null = null;
      return [
        {
          package: { manager: 'pip' as const, name: name.replaceAll('_', '-'), version },
          holds: (file: string) => {
            if (!isBelow(file, site)) return false;
            record ??= `\n${readText(join(folder, 'RECORD')) ?? ''}`;
            // conda's packages bring such a folder as well, and say whose it is.
            return record.includes(`\n${slashes(relative(site, file))},`) && !isConda(folder);
          },
        },
      ];
    }),
  );
}

function isConda(folder: string): boolean {
  return readText(join(folder, 'INSTALLER'))?.trim() === 'conda';
}

/** conda's record of a package, with every path relative to the prefix. */
function readConda(prefix: string): PackageRecord[] {
  return entries(join(prefix, 'conda-meta'), /\.json$/).flatMap((file) => {
    const [, name, version] = /^(.+)-([^-]+)-[^-]+\.json$/.exec(basename(file)) ?? [];
    if (name === undefined || version === undefined) return [];
    let record: string | null = null;
    return [
      {
        package: { manager: 'conda' as const, name, version },
        holds: (path: string) => {
          if (!isBelow(path, prefix)) return false;
          record ??= readText(file) ?? '';
          return record.includes(`"${slashes(relative(prefix, path))}"`);
        },
      },
    ];
  });
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(folder + sep);
}

function slashes(path: string): string {
  return path.replaceAll(sep, '/');
}

/** The distribution's package of a file, as dpkg knows it; null elsewhere. */
export async function findSystemPackage(
  file: string,
  env: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<InstalledPackage | null> {
  const dpkg = findExecutable(['dpkg-query'], env);
  if (dpkg === null) return null;
  // Distributions have merged /lib into /usr/lib, and dpkg knows one of both.
  const spellings = [file, file.startsWith('/usr/') ? file.slice(4) : `/usr${file}`];
  for (const path of spellings) {
    const said = await runTool(dpkg, ['--search', path], { ...options, env });
    const name = said.ok ? readOwner(said.stdout) : null;
    if (name === null) continue;
    const told = await runTool(dpkg, ['--show', '--showformat=${Version}', name], {
      ...options,
      env,
    });
    return { manager: 'dpkg', name, version: told.stdout.trim() };
  }
  return null;
}

/**
 * The first package that `dpkg-query --search` names: `libcudart12:amd64, other: /usr/lib/…`; null where it names none. Lines
 * about diversions name nobody's file.
 */
export function readOwner(text: string): string | null {
  const [, name] = /^([a-z0-9][a-z0-9.+-]*)(?::[\w-]+)?(?:, [^\n]*)?: \//m.exec(text) ?? [];
  return name ?? null;
}

/** A folder of packages around a file: `…/site-packages` above `nvidia/cudnn/lib/libcudnn.so.9`. */
export function packagesAround(file: string): string | null {
  const [, folder] = /^(.*)[/\\]nvidia[/\\][^/\\]+[/\\](?:lib|bin)[/\\][^/\\]+$/.exec(file) ?? [];
  return folder === undefined || dirname(folder) === folder ? null : folder;
}
