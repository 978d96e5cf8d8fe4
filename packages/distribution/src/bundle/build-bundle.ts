import { chmod, cp, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { providePatchelf } from '@stackbench/environments/install';
import { type BuildRecord, bundleRecordName } from '@stackbench/installation';
import { makeTemporaryFolder, runTool } from '@stackbench/workers';
import { BenchError } from '@stackbench/model';
import { buildPackage } from '../package/build-package.ts';
import { findPackages } from '../package/sources.ts';
import { placeDependencies } from './dependencies.ts';
import { writeLauncher } from './launcher.ts';
import { findLibraries, neededGlibc } from './libraries.ts';
import type { Platform } from './platform.ts';
import { type BundleRecord, digestFiles } from './record.ts';
import { chooseCompression, writeArchive } from './write-archive.ts';

/** What a bundle may hold besides: software adapters of WebGPU, for machines without a GPU, and Chromium. */
export const extras = ['swiftshader', 'chromium'] as const;
export type Extra = (typeof extras)[number];

export interface BundleOptions {
  /** The checkout, installed. */
  root: string;
  version: string;
  record: BuildRecord;
  platform: Platform;
  extras: readonly Extra[];
  /** The archive. */
  file: string;
  onStep: (step: string) => void;
  signal?: AbortSignal;
}

/** Carries both extras. */
const chromiumPackage = '@sparticuz/chromium';

/**
 * Writes an archive from which stackbench runs where there is neither network nor Node.
 * @throws BenchError when something that belongs into it is missing
 */
export async function buildBundle(options: BundleOptions): Promise<BundleRecord> {
  const { root, version, record, platform, file, onStep } = options;
  chooseCompression(file);
  const staging = makeTemporaryFolder();
  try {
    const folder = join(staging, `stackbench-${version}-${platform.name}`);
    onStep('Compiling the sources');
    await buildPackage(root, join(folder, 'stackbench'), record);
    onStep('Copying what they depend on');
    await copyDependencies(options, join(folder, 'stackbench'));
    onStep('Laying Node beside them');
    const programs = await layNode(options, folder);
    const dawn = join('stackbench/node_modules/webgpu/dist', platform.name, 'dawn.node');
    const glibc = await neededGlibc([...programs, join(folder, dawn)]);
    await writeLauncher(platform, glibc, join(folder, 'bench'));
    const node = process.versions.node;
    const files = await digestFiles(folder);
    const bundle = { version, ...record, platform: platform.name, glibc, node, files };
    await writeFile(join(folder, bundleRecordName), `${JSON.stringify(bundle, null, 2)}\n`);
    onStep(`Compressing into ${basename(file)}`);
    await mkdir(dirname(file), { recursive: true });
    await writeArchive(folder, file);
    return bundle;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function copyDependencies(
  { root, platform, extras: wanted }: BundleOptions,
  target: string,
): Promise<void> {
  const folders = findPackages(root).map((folder) => join(root, folder));
  const packages = placeDependencies(folders, wanted.length === 0 ? [] : [chromiumPackage]);
  for (const { folder, path } of packages) {
    await cp(folder, join(target, path), {
      recursive: true,
      dereference: true,
      filter: (source) => isNeeded(source.slice(folder.length + 1), path, platform, wanted),
    });
  }
}

/** Whether a file or folder of a package is of use where the bundle runs. */
function isNeeded(
  inside: string,
  path: string,
  platform: Platform,
  wanted: readonly Extra[],
): boolean {
  if (/(^|\/)node_modules$|\.d\.[cm]?ts$|\.map$|^(README|CHANGELOG)/i.test(inside)) return false;
  if (/^(docs?|tests?|benchmarks?|examples?)$/.test(inside)) return false;
  if (path.endsWith('/webgpu')) {
    return (
      inside !== 'build' && (!/^dist\/./.test(inside) || inside.startsWith(`dist/${platform.name}`))
    );
  }
  // Its fonts are for pages with text.
  const unused = wanted.includes('chromium') ? /fonts/ : /fonts|chromium\.br/;
  return !path.endsWith(chromiumPackage) || !unused.test(inside);
}

/**
 * Node with the libraries that not every system has. It finds them by a path in the program itself: a variable would be
 * inherited by everything that stackbench starts, and doctor would find it there.
 */
async function layNode(
  { root, platform, signal }: BundleOptions,
  folder: string,
): Promise<string[]> {
  const source = await realpath(join(root, `node_modules/node-${platform.name}/bin/node`)).catch(
    (cause: unknown) => {
      throw new BenchError(`The package node-${platform.name} is not installed`, {
        cause,
        fix: 'Run `npx -y pnpm@12 install` with optional dependencies.',
      });
    },
  );
  const libraries = await findLibraries(source);
  const node = join(folder, 'bin/node');
  await cp(source, node);
  await chmod(node, 0o755);
  const copies = libraries.map((library) => join(folder, 'lib', basename(library)));
  for (const [index, library] of libraries.entries()) {
    await cp(library, copies[index]!, { dereference: true });
  }
  await cp(join(dirname(source), '../LICENSE'), join(folder, 'bin/LICENSE'));
  const patchelf = await providePatchelf(process.env, signal);
  await must('strip', ['--strip-unneeded', node]);
  // RPATH rather than RUNPATH: not even LD_LIBRARY_PATH of a user comes before it.
  await must(patchelf, ['--force-rpath', '--set-rpath', '$ORIGIN/../lib', node]);
  return [node, ...copies];
}

async function must(file: string, args: readonly string[]): Promise<void> {
  const result = await runTool(file, args, { timeoutMs: 60_000 });
  if (result.ok) return;
  throw new BenchError(`${file} ${result.reason}: ${result.stderr}`, {
    fix: 'Install binutils, which has strip.',
  });
}
