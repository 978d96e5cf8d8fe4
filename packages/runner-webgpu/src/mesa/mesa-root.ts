import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { cacheFolder } from '@stackbench/stacks';
import type { Environment, WorkerCommand } from '@stackbench/workers';

/**
 * Mesa's software adapter, unpacked with everything below it, the C library included: it depends on
 * nothing that is installed, and nothing installed is touched.
 */
export interface MesaRoot {
  /** `mesa-25.0.7`. */
  name: string;
  folder: string;
  /** Of the Vulkan driver. */
  manifest: string;
}

/** Debian's name of this architecture's folders, and the file that loads programs. */
const layouts: Partial<Record<string, { triplet: string; loader: string }>> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

export const manifestFile = 'lvp_icd.json';

/** Those that `install-mesa` has unpacked into the cache, by name. */
export function findMesaRoots(env: Environment): MesaRoot[] {
  if (process.platform !== 'linux') return [];
  const cache = cacheFolder(env);
  return list(cache)
    .filter((name) => /^mesa-\d[\d.]*$/.test(name))
    .toSorted()
    .map((name) => {
      const folder = join(cache, name);
      return { name, folder, manifest: join(folder, manifestFile) };
    })
    .filter(({ manifest }) => existsSync(manifest));
}

/** The driver's library from its root. */
export function driverLibrary(): string | null {
  const layout = layouts[process.arch];
  return layout === undefined ? null : `usr/lib/${layout.triplet}/libvulkan_lvp.so`;
}

/** `command`, started with the root's own loader and libraries in place of the system's. */
export function startInRoot({ folder }: MesaRoot, command: WorkerCommand): WorkerCommand {
  const { triplet, loader } = layouts[process.arch]!;
  // Releases differ in whether all of it lies below usr.
  const own = ['lib64', 'usr/lib64', 'lib', 'usr/lib']
    .map((name) => join(folder, name, loader))
    .find(existsSync);
  const libraries = ['usr/lib', 'lib'].map((name) => join(folder, name, triplet)).join(':');
  return {
    ...command,
    file: own!,
    args: ['--library-path', libraries, command.file, ...command.args],
  };
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No cache yet.
    return [];
  }
}
