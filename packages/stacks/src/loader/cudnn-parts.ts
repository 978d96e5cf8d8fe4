import { existsSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import type { LoaderReason } from '@stackbench/model';
import type { Environment } from '@stackbench/workers';
import { entries, resolveLinks } from '../folders.ts';
import { readBytes } from '../read-text.ts';
import { readElf } from './elf.ts';
import type { CachedLibrary } from './loader-cache.ts';

/** A part of cuDNN: what its shim, `libcudnn.so.N`, opens by name to do the work. */
export interface CudnnPart {
  /** `cudnn_graph` */
  name: string;
  file: string;
  reason: LoaderReason;
}

export interface PartSearch {
  env: Environment;
  cache: readonly CachedLibrary[];
  /** Folders that the loader looks into always. */
  defaultFolders?: readonly string[];
}

const usualFolders = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib', '/usr/lib'];

/**
 * Where each part that lies beside a shim would be taken from. The shim asks by bare name, the
 * longest first (`.so.9.10.2`, `.so.9.10`, `.so.9`), so that a folder before its own wins with a shorter
 * name, and any folder with a longer one.
 * @param version the shim's: `9.10.2`
 */
export function predictCudnnParts(
  shim: string,
  version: string,
  { env, cache, defaultFolders = usualFolders }: PartSearch,
): CudnnPart[] {
  const before = searchedBefore(shim, env);
  const after = placesOf('default', null, defaultFolders);
  return partNames(dirname(shim)).flatMap((name) => {
    const found = versionsOf(version)
      .map((suffix) => `lib${name}.so.${suffix}`)
      .flatMap((file) => [
        ...inFolders(before, file),
        ...inCache(cache, file),
        ...inFolders(after, file),
      ])
      .find(({ file }) => existsSync(file));
    return found === undefined ? [] : [{ name, ...found }];
  });
}

interface Place {
  folder: string;
  reason: LoaderReason;
}

/** Folders before the cache: those of DT_RPATH, the variable's, those of DT_RUNPATH. */
function searchedBefore(shim: string, env: Environment): Place[] {
  const elf = readElf(shim);
  const expand = (folder: string) => folder.replace(/\$(ORIGIN|\{ORIGIN\})/, dirname(shim));
  const runpath = elf?.runpath ?? [];
  const rpath = runpath.length === 0 ? (elf?.rpath ?? []) : [];
  const variable = (env['LD_LIBRARY_PATH'] ?? '').split(delimiter).filter((each) => each !== '');
  return [
    ...placesOf('rpath', shim, rpath.map(expand)),
    ...placesOf('ld-library-path', null, variable),
    ...placesOf('runpath', shim, runpath.map(expand)),
  ];
}

function placesOf(
  kind: LoaderReason['kind'],
  from: string | null,
  folders: readonly string[],
): Place[] {
  return folders.map((folder) => ({ folder, reason: { kind, from: from ?? folder } }));
}

function inFolders(places: readonly Place[], name: string): Omit<CudnnPart, 'name'>[] {
  return places.map(({ folder, reason }) => ({ file: join(folder, name), reason }));
}

function inCache(cache: readonly CachedLibrary[], name: string): Omit<CudnnPart, 'name'>[] {
  return cache
    .filter((entry) => entry.name === name)
    .map(({ file }) => ({ file, reason: { kind: 'cache', from: '/etc/ld.so.cache' } }));
}

/** `9.10.2`, `9.10`, `9`; before 9 only the major version is asked for. */
function versionsOf(version: string): string[] {
  const parts = version.split('.').slice(0, 3);
  const all = parts.map((_, at) => parts.slice(0, parts.length - at).join('.'));
  return Number(parts[0]) < 9 ? all.slice(-1) : all;
}

function partNames(folder: string): string[] {
  return [
    ...new Set(
      entries(folder, /^libcudnn_\w+\.so\.\d/).map((file) =>
        basename(file).replace(/^lib|\.so\..*$/g, ''),
      ),
    ),
  ];
}

/** A part that a cuDNN file names and that does not lie beside it. */
export interface AbsentPart {
  /** `libcudnn_engines_tensor_ir.so` */
  part: string;
  namedBy: string;
}

/** Names of parts in the small files of a cuDNN; those that only compute hold none. */
const naming = /^libcudnn(_graph)?\.so\.\d+(\.\d+)*$/;

/** The parts that a cuDNN needs by its own words and that are missing from its folder. */
export function findAbsentParts(shim: string): AbsentPart[] {
  const folder = dirname(shim);
  const present = new Set(partNames(folder));
  const files = new Map(entries(folder, naming).map((file) => [resolveLinks(file), file]));
  const absent = new Map<string, AbsentPart>();
  for (const [real, file] of files) {
    for (const [part, name] of readNames(real)) {
      if (!present.has(name)) absent.set(part, { part, namedBy: basename(file) });
    }
  }
  return [...absent.values()];
}

/** What files were found to name: environments often share one file, of a hundred megabytes and more. */
const known = new Map<string, ReadonlyMap<string, string>>();

/** Texts like `libcudnn_ops.so` in a file, with the name in each: `cudnn_ops`. */
function readNames(file: string): ReadonlyMap<string, string> {
  const { dev, ino, mtimeMs } = statSync(file);
  const key = [dev, ino, mtimeMs].join(' ');
  const names = known.get(key) ?? searchNames(file);
  known.set(key, names);
  return names;
}

function searchNames(file: string): Map<string, string> {
  const bytes = readBytes(file) ?? Buffer.alloc(0);
  const names = new Map<string, string>();
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
    const text = bytes.toString('latin1', at + 1, at + 80);
    const [, part, name] = /^(lib(cudnn_[a-z_]+)\.so)[\0.]/.exec(text) ?? [];
    if (part !== undefined && name !== undefined) names.set(part, name);
  }
  return names;
}

/** Before a text of its own. */
const mark = Buffer.from('\0libcudnn_');
