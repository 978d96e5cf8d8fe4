import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BuildRecord, buildRecordName } from '@stackbench/installation';
import { bundleClient } from '@stackbench/report';
import { compileModules } from './compile-modules.ts';
import { compilePage } from './compile-page.ts';
import { createManifest } from './manifest.ts';
import { findSources } from './sources.ts';

/** What is copied as it is, besides what lies among the sources. */
const beside = [
  'packages/cli/bin',
  'environments',
  'schemas',
  'docs',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/**
 * Builds the npm package of a checkout into the folder `out`, in place of what is there. All files lie in it as in the
 * checkout, compiled where Node or a browser loads them.
 * @param root the checkout, installed
 */
export async function buildPackage(root: string, out: string, record: BuildRecord): Promise<void> {
  await rm(out, { recursive: true, force: true });
  const { modules, files } = findSources(root);
  await compileModules(root, modules, out);
  await compilePage(root, out);
  await write(join(out, 'packages/report/src/publish/client/main.js'), await bundleClient());
  for (const file of [...files, ...beside]) {
    await cp(join(root, file), join(out, file), { recursive: true, filter: isNoPicture });
  }
  await write(join(out, buildRecordName), toJson(record));
  const manifest = createManifest(root, await readdir(out));
  await write(join(out, 'package.json'), toJson(manifest));
}

/** Pictures of the published page would be a third of the package, and whoever has it can publish one. */
function isNoPicture(path: string): boolean {
  return !/[/\\]images$/.test(path);
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
