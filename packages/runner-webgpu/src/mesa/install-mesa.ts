import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { BenchError } from '@stackbench/model';
import { cacheFolder, secureCacheFolder } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import { openDebianRelease } from './debian-packages.ts';
import { driverLibrary, manifestFile } from './mesa-root.ts';

/** Debian's releases that are of use, each for what its software adapter offers. */
const releases: Readonly<Record<string, { suites: readonly string[]; offers: string }>> = {
  // Mesa 25.0.7 when this was written.
  bookworm: { suites: ['bookworm-backports', 'bookworm'], offers: 'f16, subgroups of 8' },
  // Mesa 26.2.6 when this was written.
  sid: { suites: ['sid'], offers: 'f16, subgroups of 8, subgroup matrices of 8×8×8' },
};

/** The driver, the loader that dawn.node asks for, and what Node asks of a system. */
const packages = ['mesa-vulkan-drivers', 'libvulkan1', 'libstdc++6', 'libatomic1'];

/**
 * Unpacks Mesa's software adapter from releases of Debian into the cache, where discovery finds it. Needs no root.
 * @param names of releases; none: all of them
 * @throws BenchError where it cannot be had
 */
export async function installMesa(
  names: readonly string[],
  env: Environment,
  say: (line: string) => unknown,
): Promise<void> {
  for (const name of names.length === 0 ? Object.keys(releases) : names) {
    const release = releases[name];
    if (release === undefined) {
      throw new BenchError(`There is no Mesa from a release '${name}' to install`, {
        fix: `Name one of ${Object.keys(releases).join(', ')}.`,
      });
    }
    const installed = await install(release.suites, env);
    say(`${name}: ${installed} (${release.offers})`);
  }
}

async function install(suites: readonly string[], env: Environment): Promise<string> {
  const library = driverLibrary();
  if (process.platform !== 'linux' || library === null) {
    throw new BenchError(`Mesa is unpacked for Linux on x64 and arm64, not for this system`, {
      fix: 'Use the bundled software adapter, or a graphics driver of this system.',
    });
  }
  secureCacheFolder(env);
  const cache = cacheFolder(env);
  const work = await mkdtemp(join(cache, 'mesa.'));
  try {
    const debian = await openDebianRelease(suites, join(work, 'apt'), env);
    // 25.0.7-2~bpo12+1: the version of Mesa, then of its packaging.
    const [version] = (await debian.versionOf('mesa-vulkan-drivers')).split('-');
    const folder = join(cache, `mesa-${version}`);
    if (existsSync(folder)) return `Mesa ${version} is there already`;
    const root = join(work, 'root');
    await mkdir(root);
    await debian.unpack(packages, root);
    // Relative to the manifest itself, so that the folder may be moved.
    const manifest = {
      file_format_version: '1.0.0',
      ICD: { library_path: `./${library}`, api_version: '1.3.0' },
    };
    await writeFile(join(root, manifestFile), JSON.stringify(manifest));
    await rename(root, folder);
    return `Mesa ${version} in ${folder}`;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
