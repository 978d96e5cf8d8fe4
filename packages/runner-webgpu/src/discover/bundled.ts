import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { installation } from '@stackbench/installation';
import { cacheFolder } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import { isWhole, recordWhole } from './unpacked-folder.ts';

/** What the npm package `@sparticuz/chromium` carries, ready to run. */
export interface BundledChromium {
  /** Null in a bundle that leaves it out: it is the greatest part. */
  chromium: string | null;
  /** Vulkan manifest of SwiftShader. */
  swiftshader: string;
  /** Holds a Vulkan loader. */
  vulkanFolder: string;
  /** Holds the libraries that Chromium needs and bare systems lack. */
  libraryFolder: string;
}

export type BundledResult =
  | { ok: true; files: BundledChromium }
  | { ok: false; reason: string; fix: string };

/** Unpacks the bundled Chromium and SwiftShader into the user's cache folder, once, and anew when they are damaged there. */
export async function provideBundled(env: Environment): Promise<BundledResult> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      ok: false,
      reason: `The bundled software adapter is for Linux on x64, not ${process.platform} on ${process.arch}.`,
      fix: 'Use a browser or a graphics driver of this system.',
    };
  }
  let archives: string;
  try {
    archives = fileURLToPath(new URL('../bin/', import.meta.resolve('@sparticuz/chromium')));
  } catch {
    return {
      ok: false,
      reason: 'The package @sparticuz/chromium, an optional dependency, is not installed.',
      fix:
        installation.kind === 'bundle'
          ? 'Make the bundle with `--with swiftshader`.'
          : `${installation.repair}, with optional dependencies.`,
    };
  }
  try {
    return { ok: true, files: locate(await unpackOnce(archives, cacheFolder(env))) };
  } catch (error) {
    return {
      ok: false,
      reason: `The bundled Chromium cannot be unpacked: ${String(error)}`,
      fix: 'Set STACKBENCH_CACHE to a folder that can be written and has 300 MB left.',
    };
  }
}

function locate(folder: string): BundledChromium {
  const chromium = join(folder, 'chromium');
  return {
    chromium: existsSync(chromium) ? chromium : null,
    swiftshader: join(folder, 'vk_swiftshader_icd.json'),
    vulkanFolder: folder,
    libraryFolder: join(folder, 'lib'),
  };
}

/** So often an unpacked folder is put in its place before others in the way are an error. */
const placingAttempts = 5;

/** Unpacks beside and renames: of several processes at once one wins, and none sees half of it. */
async function unpackOnce(archives: string, cache: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(archives, '../package.json'), 'utf8')) as {
    version: string;
  };
  const packed = join(archives, 'chromium.br');
  const hasChromium = existsSync(packed);
  const folder = join(cache, `${hasChromium ? 'chromium' : 'swiftshader'}-${version}`);
  if (await isWhole(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(`${folder}.`);
  try {
    await Promise.all([
      unpackArchive(join(archives, 'swiftshader.tar.br'), beside),
      unpackArchive(join(archives, 'al2023.tar.br'), beside),
      ...(hasChromium ? [unpackFile(packed, join(beside, 'chromium'))] : []),
    ]);
    await recordWhole(beside);
    await putInPlace(beside, folder);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return folder;
}

/** Puts `beside` in the place of `folder`, unless another process has just put a whole one there. */
async function putInPlace(beside: string, folder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    if (await isWhole(folder)) return;
    const away = `${beside}.damaged`;
    // What cannot be moved is not there, or in the place of another who was faster.
    await rename(folder, away).catch(() => {});
    await rm(away, { recursive: true, force: true });
    try {
      await rename(beside, folder);
      return;
    } catch (error) {
      if (attempt === placingAttempts) throw error;
    }
  }
}

function unpackFile(packed: string, file: string): Promise<void> {
  const output = createWriteStream(file, { mode: 0o755 });
  return pipeline(createReadStream(packed), createBrotliDecompress(), output);
}

async function unpackArchive(archive: string, folder: string): Promise<void> {
  // Loaded only this once.
  const { extract } = await import('tar-fs');
  await pipeline(createReadStream(archive), createBrotliDecompress(), extract(folder));
}
