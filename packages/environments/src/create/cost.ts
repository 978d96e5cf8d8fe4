import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '@stackbench/workers';
import type { Resolution } from '../managers/manager.ts';

/** What an environment costs. Bytes are those of the archives: what is unpacked is about 1.6 times as much. */
export interface Cost {
  packages: number;
  /** To be downloaded; null where the tool does not tell. */
  downloadBytes: number | null;
  /** In the tool's cache already. */
  cachedBytes: number;
  /**
   * Whether files are copied out of the cache, as no hard link leads from one file system to another; null where
   * the cache's place is unknown.
   */
  copies: boolean | null;
  /** Free where environments are made. */
  freeBytes: number;
}

/** Of the packages of PyTorch and CUDA, measured: 3.0 GB of wheels of torch 2.15 become 5.3 GB. */
const unpackedPerArchive = 1.8;

export function describeCost(
  { packages, cached }: Resolution,
  cache: string | null,
  folder: string,
  env: Environment,
): Cost {
  const sizes = [...packages];
  const missing = sizes.filter(([name]) => !cached.has(name)).map(([, bytes]) => bytes);
  const here = existing(folder);
  return {
    packages: sizes.length,
    downloadBytes: missing.includes(null) ? null : sum(missing),
    cachedBytes: sum(sizes.filter(([name]) => cached.has(name)).map(([, bytes]) => bytes)),
    copies:
      cache === null
        ? null
        : env['UV_LINK_MODE'] === 'copy' || statSync(existing(cache)).dev !== statSync(here).dev,
    freeBytes: freeBytesOf(here),
  };
}

/** Whether what is to be downloaded will fit once it is unpacked. */
export function fits({ downloadBytes, cachedBytes, copies, freeBytes }: Cost): boolean {
  const unpacked = (downloadBytes ?? 0) + (copies === true ? cachedBytes : 0);
  return unpacked * unpackedPerArchive < freeBytes;
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

/** The nearest folder above that is there: environments go into one that may have to be made. */
function existing(path: string): string {
  try {
    statSync(path);
    return path;
  } catch {
    return dirname(path) === path ? path : existing(dirname(path));
  }
}

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
