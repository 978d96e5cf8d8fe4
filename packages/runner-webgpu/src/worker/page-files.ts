import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { installation } from '@stackbench/installation';

const source = join(import.meta.dirname, '..');

const { moduleExtension, kind } = installation;

/** What the page's modules import by a bare name, and where it lies. Where they were built, they are one. */
const modules = ['data-type', 'facts', 'hash', 'subgroup-matrix'];
const bareNames = kind === 'checkout' ? modules.map((name) => `@stackbench/model/${name}`) : [];
const bare = new Map(
  bareNames.map((name) => [
    `${name.replace('@stackbench/', '')}.ts`,
    { name, file: fileURLToPath(import.meta.resolve(name)) },
  ]),
);
const imports = Object.fromEntries([...bare].map(([path, { name }]) => [name, `./${path}`]));

/**
 * The text of a module that the page may load, as JavaScript; null for any other path. The page
 * runs the very files that Node and Deno run.
 */
export async function readPageModule(path: string): Promise<string | null> {
  const file = locate(path);
  if (file === null) return null;
  return stripTypeScriptTypes(await readFile(file, 'utf8'));
}

const ours = new RegExp(`^(device/[a-z-]+|worker/page)\\${moduleExtension}$`);

function locate(path: string): string | null {
  const known = bare.get(path);
  if (known !== undefined) return known.file;
  return ours.test(path) ? join(source, path) : null;
}

/** The page: its configuration, where its bare imports lie, and a way to report a failed start. */
export function renderPage(config: unknown): string {
  const json = JSON.stringify(config).replaceAll('<', String.raw`\u003c`);
  return `<!doctype html>
<title>stackbench</title>
<script>
addEventListener('error', (event) => {
  fetch('failed', { method: 'POST', body: event.message || 'a module could not be loaded' });
}, true);
</script>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="application/json" id="config">${json}</script>
<script type="module" src="worker/page${moduleExtension}"></script>
`;
}
