import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRunFile } from '@stackbench/engine';
import type { Run } from '@stackbench/model';
import { renderRun } from '@stackbench/report';
import { expect, test } from 'vitest';
import { sayCommand } from '../src/terminal/say-command.ts';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

test('every dependency has its row of reasons, and every row its dependency', () => {
  const manifests = [
    'package.json',
    ...globSync('{kernels,packages/*,packages/peers/onnxruntime}/package.json', { cwd: root }),
  ];
  const named = manifests.flatMap((file) => {
    const manifest = JSON.parse(read(file)) as Record<string, object | undefined>;
    return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}),
    );
  });
  const rows = read('docs/dependencies.md').matchAll(/^\| `([^`]+)`/gm);
  expect(new Set([...rows].map(([, name]) => name))).toEqual(
    new Set(named.filter((name) => !name.startsWith('@stackbench/'))),
  );
});

const pages = globSync(['*.md', 'docs/*.md', 'packages/*/README.md'], { cwd: root });

test.each(pages)('the links of %s lead somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!);
  const missing = links.filter((link) => !existsSync(join(root, dirname(page), link)));
  expect(missing).toEqual([]);
});

test('every test that docs/faults.md names is there', () => {
  const links = [
    ...read('docs/faults.md').matchAll(/\[((?:[^\]\\]|\\.)+)\]\(\.\.\/([^)]+\.test\.ts)\)/g),
  ];
  expect(links.length).toBeGreaterThan(50);
  const missing = links.filter(([, title = '', file = '']) => !read(file).includes(title));
  expect(missing.map(([link]) => link)).toEqual([]);
});

const shown = join(root, 'results/published/runs');

/** Of the runs that the project shows the newest of those with the most rounds: what the README answers with. */
async function firmestRun(): Promise<Run> {
  const runs = await Promise.all(
    globSync('*.jsonl', { cwd: shown })
      .toSorted()
      .map((name) => readRunFile(join(shown, name))),
  );
  return runs.reduce((a, b) => (b.header.rounds >= a.header.rounds ? b : a));
}

/** After a new run, or a change of what is said: `vitest run packages/cli/test/docs.test.ts -u` writes them anew. */
test.each([
  ['ranked', firmestRun],
  ['quick', () => readRunFile(join(shown, '20261123T172306Z-quick-7f3b66.jsonl'))],
])('docs/examples/%s.txt is what the product says of that run', async (name, choose) => {
  const text = renderRun(await choose(), { width: 100, color: false });
  await expect(sayCommand(text, 'pnpm bench')).toMatchFileSnapshot(
    join(root, `docs/examples/${name}.txt`),
  );
});

test('the ranking in the README is that of docs/examples/ranked.txt', () => {
  const [, excerpt = ''] =
    /^## Reading the answer$[^]*?^```\n([^]*?)^```$/m.exec(read('README.md')) ?? [];
  expect(excerpt).toContain('Ranking of stacks');
  expect(read('docs/examples/ranked.txt')).toContain(excerpt);
});
